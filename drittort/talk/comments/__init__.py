"""What is said under a thing by everybody who may see it."""
