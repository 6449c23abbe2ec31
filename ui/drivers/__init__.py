"""Drivers: the list, the record with cars, papers, hours and relations, finding by Ctrl+K."""
