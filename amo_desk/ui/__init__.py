"""The window: dumb views, one controller per page; no SQL and no rules."""
