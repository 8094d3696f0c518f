"""The monthly review: half an hour in which the team looks at a month, decides on each program, and says what is done next."""
