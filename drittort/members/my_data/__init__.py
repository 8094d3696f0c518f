"""What the house holds on somebody: to be read, taken along, and erased."""
