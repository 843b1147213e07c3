"""What is known at a row, and how declarations and definitions make it known."""
