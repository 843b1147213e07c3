"""Attention: rows that are means of other rows, weighted by how well they fit."""
