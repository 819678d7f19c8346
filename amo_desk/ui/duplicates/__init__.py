"""Two entries that may be one person, set side by side."""
