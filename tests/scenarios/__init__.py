"""Tests of the screen; a package, since pages and their use cases bear the same names."""
