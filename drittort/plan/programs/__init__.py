"""Programs: what a house does on purpose, for whom, how often, with what it costs, and what hangs on it."""
