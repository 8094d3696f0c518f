"""Events and the calendar: the third of the community's three verbs."""
