"""Measurements beside other programs, each printed by one command."""
