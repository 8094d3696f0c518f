"""Posts to the house and to groups, polls in them, and questions."""
