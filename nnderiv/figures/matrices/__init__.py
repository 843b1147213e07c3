"""Figures of matrices as grids of numbers, and what is multiplied with what."""
