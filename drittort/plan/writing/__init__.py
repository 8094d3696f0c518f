"""Writing the plan of a house: its parts, their words and versions, and the plan as a whole."""
