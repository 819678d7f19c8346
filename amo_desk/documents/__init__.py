"""Paper and spreadsheets: records in, bytes out; no path, no clock, no printer."""
