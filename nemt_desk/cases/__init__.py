"""Complaints, commendations, inquiries, incidents."""
