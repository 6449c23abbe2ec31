"""The Board: rides put on volunteers' runs, and the live day."""
