"""The demo office: a fictional county and the people who ride and drive there."""
