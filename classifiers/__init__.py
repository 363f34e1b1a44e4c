"""Rules: which tier, sector and kind a dataset has, and why. Pure: no Flask, SQLAlchemy, Celery or network."""
