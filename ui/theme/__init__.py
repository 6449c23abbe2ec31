"""How the window looks: palette, text size, status colours, icons. No widgets."""
