"""Go dark: what the office needs on paper when the PC is off."""
