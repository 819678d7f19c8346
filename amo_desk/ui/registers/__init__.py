"""The registers and their imports."""
