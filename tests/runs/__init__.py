"""Tests of drivers' days: assigning, the board, run sheets."""
