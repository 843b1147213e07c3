"""The explorers of the modules that people meet next."""
