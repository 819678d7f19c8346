"""Lots: choosing what leaves together, closing it, and reading what left."""
