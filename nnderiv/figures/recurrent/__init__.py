"""Figures of what goes through time."""
