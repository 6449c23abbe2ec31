"""The telling list on the board: who must still hear what."""
