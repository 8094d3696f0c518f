"""Tables of plan, feature by feature."""
