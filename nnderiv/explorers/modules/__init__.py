"""Explorers of single modules."""
