"""Django's database backends, where the house needs something of its own."""
