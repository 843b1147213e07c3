"""Losses: one number that says how far an output is from its target."""
