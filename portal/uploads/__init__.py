"""Doors through which files come in: the plain form and the resumable protocol; bytes go straight into the vault."""
