"""Complaints and the other cases: the list by due date, the form, the steps."""
