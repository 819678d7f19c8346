"""Small widgets that several pages share; they know no page."""
