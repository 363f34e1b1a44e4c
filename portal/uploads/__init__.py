"""Doors through which files come in: the plain form and the resumable protocol; bytes go straight into the vault."""

from portal.uploads.blueprint import uploads

__all__ = ["uploads"]
