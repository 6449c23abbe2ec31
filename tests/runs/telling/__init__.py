"""Tests of the runs room: telling."""
