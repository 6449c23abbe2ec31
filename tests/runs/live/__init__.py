"""Tests of the runs room: live."""
