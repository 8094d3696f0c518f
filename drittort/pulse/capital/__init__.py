"""Social capital over time: what holds the house together, month by month, in figures and pictures of groups."""
