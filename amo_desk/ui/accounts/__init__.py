"""The office's agents."""
