"""What a network does while it learns."""
