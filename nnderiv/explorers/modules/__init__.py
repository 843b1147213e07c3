"""The explorers of single modules."""
