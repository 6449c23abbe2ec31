"""Calls to drivers about a ride or a standing order: who was asked and what he said."""
