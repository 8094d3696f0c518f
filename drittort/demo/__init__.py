"""The demo community: the Zwirnhaus, a coworking house that does not exist, and one year of its life."""
