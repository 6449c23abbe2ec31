"""Tests of the Places page: the card, and a place that moves or closes."""
