"""Recurrent layers: the same step, with the same weights, at every time."""
