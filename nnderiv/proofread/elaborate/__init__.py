"""From tree to tree: what a row leaves unsaid is filled in."""
