"""Prior agreements: found by number, name or state, requested by hand, granted, refused or made void."""
