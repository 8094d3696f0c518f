"""The whole house in one file, for founders who move it to another machine."""
