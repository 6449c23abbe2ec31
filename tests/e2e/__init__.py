"""Whole ways through the program, from the outside."""
