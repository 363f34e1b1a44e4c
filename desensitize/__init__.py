"""Rules: find personal information, mask it, prove it is gone. Pure but for Presidio, Polars and NumPy."""
