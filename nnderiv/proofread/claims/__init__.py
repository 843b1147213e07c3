"""Whether a claim holds: both sides on several draws, compared, and the evidence."""
