"""AMO Desk: the counter of a Moroccan mutuelle, from the member's card to the closed lot."""

__version__ = "0.1.0"
