"""Postal addresses, and organisations and places in text."""
