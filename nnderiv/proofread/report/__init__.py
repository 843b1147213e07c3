"""What people and programs see of the claims: text, JSON, HTML, steps from row to row."""
