"""Tests of the house itself: who imports whom, what must not stand in the repository."""
