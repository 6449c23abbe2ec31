"""Suggested plans: a day is read as a question, its answer offered, and what is accepted kept."""
