"""Activation functions drawn: their curves and slopes, and how far two forms of one differ."""
