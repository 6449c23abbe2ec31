"""Tests of cli_book."""
