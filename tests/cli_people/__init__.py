"""Tests of cli_people."""
