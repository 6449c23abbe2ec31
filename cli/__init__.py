"""The same verbs for a script or the task scheduler. No Qt, no SQL."""
