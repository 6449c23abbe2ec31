"""The Map page: the county offline, with the day's rides on it."""
