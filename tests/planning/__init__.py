"""Tests of planning: who fits where."""
