"""Figures of formulas as graphs, with what runs forward in them and what returns."""
