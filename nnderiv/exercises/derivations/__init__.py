"""The derivations of a notebook as exercises use them: rows, slips in them, and their numbers."""
