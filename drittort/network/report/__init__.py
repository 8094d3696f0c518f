"""The report on the social capital of a house: figures of groups, never of persons."""
