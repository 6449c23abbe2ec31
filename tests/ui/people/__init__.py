"""Tests of the Members, Drivers and Places pages: by keys, against a real encrypted office."""
