"""Conversations: one engine for every thread in the house."""
