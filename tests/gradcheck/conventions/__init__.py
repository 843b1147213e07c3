"""Backward passes in the conventions that people come with: right ones pass, wrong ones fail."""
