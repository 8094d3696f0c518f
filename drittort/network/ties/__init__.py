"""Contacts and the ties that follow from them; what a member sees of their own."""
