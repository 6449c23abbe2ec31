"""Weather and closure days: every ride of an area and some hours, decided one by one."""
