"""Measured ratios: `python -m bench`. Not part of the program."""
