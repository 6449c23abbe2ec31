"""The call without a window: what is typed, how far it is, what the rules say, saving. No Qt."""
