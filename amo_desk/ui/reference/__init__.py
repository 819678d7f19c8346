"""The reference: what the law says, to look through."""
