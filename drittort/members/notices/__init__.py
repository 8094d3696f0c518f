"""Notices: one inbox for everything the house tells somebody, and what of it comes by mail or push."""
