"""What trains a network: steps of optimisers, text as numbers, and a small transformer."""
