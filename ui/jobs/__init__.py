"""Work that takes longer than a blink, off the main thread."""
