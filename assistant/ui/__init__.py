"""The page: it only shows what the conversation hands it."""
