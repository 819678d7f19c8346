"""Orthodontic treatments: those of the section with what is due next, and the ledger of one child."""
