"""Paper in a world without paper: sheets filled in as children do, photographed as teachers do."""
