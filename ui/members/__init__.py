"""Members: the list, the record in full, and finding them by Ctrl+K."""
