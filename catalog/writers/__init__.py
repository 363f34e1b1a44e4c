"""Writers: the only makers of published bytes, one file per format.

They take cells (masked already) and columns, never an upload; the same cells give the same bytes.
"""
