"""The live day: marks, will-calls, lates, no-shows, cancels, drivers who are out."""
