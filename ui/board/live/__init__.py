"""The live day on the board: what needs a hand, and the panels that give it."""
