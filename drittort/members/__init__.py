"""Accounts, memberships, profiles with standing lines, companies, consents, blocks."""
