"""Looking ahead: the month by half day, long ways, and the pack for days without the program."""
