"""What can be done, as records: they feed keys, buttons, the palette and the sheet of keys."""
