"""The corpus, its index and what is asked of it."""
