"""Exercises that answer, in the pages and in JupyterLab."""
