"""Seeded makers of tables and texts with known personal information, for tests and quality reports.

Every person, number and address here is invented: identifiers carry valid check digits so that recognizers take them.
"""
