"""The live day and telling on the board, by keys."""
