"""Accounts: who may sign in. A row here points at an Actor of the record; nothing of the record points here."""
