"""Questions of the house, brought to those who may know."""
