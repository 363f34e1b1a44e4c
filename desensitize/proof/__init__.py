"""What verification is made of."""
