"""Who rides: needs, papers, authorizations."""
