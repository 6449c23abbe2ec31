"""Tests of trip logs."""
