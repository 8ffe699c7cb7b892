"""Good practice that travels: written down, found, tried, reported on, made into a book."""
