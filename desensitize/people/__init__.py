"""Personal names: in columns of cells and in sentences."""
