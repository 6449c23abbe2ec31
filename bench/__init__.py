"""Promised ratios, measured in one run against a named baseline: `python3 dev.py bench`."""
