"""The local encrypted store: all SQL lives here, and records come out of it."""
