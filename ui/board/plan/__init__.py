"""Suggest a plan: asked apart from the window, offered ride by ride; and what a change would do."""
