"""The parts of the independent check of a plan (`nemt_desk.planning.checker` is its door)."""
