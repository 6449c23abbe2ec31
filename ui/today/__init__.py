"""The Today page: what needs a hand now, each line one key from its cure."""
