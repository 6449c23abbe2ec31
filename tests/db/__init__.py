"""Tests of how the office is kept."""
