"""A file or a text, cut into the rows of its displayed formulas."""
