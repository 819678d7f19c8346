"""Commands without a window, in French: init, import, demo, selftest."""
