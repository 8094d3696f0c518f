"""Groups of the house and who belongs to them."""
