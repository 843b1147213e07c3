"""Activation functions, entry by entry."""
