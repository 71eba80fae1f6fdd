"""One chat: what was asked, which action does it, what is answered."""
