"""Tests of the office as a whole."""
