"""Commands for those who write the book."""
