"""What pytest leaves alone here."""

collect_ignore = ["wild"]  # documents to be proof-read; the notebook among them is not to be run
