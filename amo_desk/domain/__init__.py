"""Frozen records, identifiers, money and names: what the field is made of, without any input or output."""
