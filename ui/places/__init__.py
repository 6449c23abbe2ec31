"""Places: the list, the record with its pin, and finding them by Ctrl+K."""
