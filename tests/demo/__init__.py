"""Tests of the demo county and its people."""
