"""SQLite with a fair place in the line of writers."""
