"""What an agent does, one plain function each: it takes a desk and returns records."""
