"""The surface of LaTeX: which tokens a row is made of, and not yet what they mean."""
