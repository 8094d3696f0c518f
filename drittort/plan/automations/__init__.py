"""Rules: what the house does by itself, in sentences that everybody can read."""
