"""What a scan of a table is made of: kernels and prefilters for columns, the matcher for the rest, judgement."""
