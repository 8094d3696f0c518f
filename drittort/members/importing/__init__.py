"""People and companies from files: read, compared with what the house knows, loaded in one go."""
