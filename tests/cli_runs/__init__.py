"""Tests of assigning and printing by command line."""
