"""Tests, mirroring the tree: tests/geo for nemt_desk/geo, and so on."""
