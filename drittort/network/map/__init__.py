"""The map of a house: groups, what joins them, and the people who want to be seen."""
