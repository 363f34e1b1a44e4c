"""How easily people in a table can be told apart, beside the report itself."""
