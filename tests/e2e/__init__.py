"""The evening in a real browser."""
