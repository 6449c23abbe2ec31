"""Tests of complaints and the other cases."""
