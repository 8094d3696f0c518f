"""Tables of pulse, feature by feature."""
