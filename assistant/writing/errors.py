"""What writing says when it cannot."""


class WritingError(Exception):
    """The table cannot be written so; the message is a Chinese sentence that says what, where, what to do."""
