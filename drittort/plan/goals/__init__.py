"""What the house wants of its figures by when, how it stands, and what to do when it goes astray."""
