"""A reader's backward pass: where it is checked, how it is run, and what is said of it."""
