"""The frame: window, rail, page head, status line, sign-in, palette. Pages hang in it."""
