"""Jobs: the database is the queue, a Celery message only wakes whoever may claim.

A job is claimed by compare-and-set, worked on by a confined child process of its own, and committed only by the
worker that still holds the claim. Nothing here imports Polars or Presidio; the children do.
"""
