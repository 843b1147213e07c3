"""Normalisations: numbers moved and scaled to a mean of 0 and a variance of 1."""
