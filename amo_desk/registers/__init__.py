"""Readers of the official lists that come as workbooks or CSV files."""
