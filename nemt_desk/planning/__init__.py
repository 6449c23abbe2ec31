"""Pure: who fits where, times, impact."""
