"""Explorers of the modules that networks are built of."""
