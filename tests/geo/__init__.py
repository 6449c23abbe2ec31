"""Tests of the map: build, addresses, routes, picture data, and its commands."""
