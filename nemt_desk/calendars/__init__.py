"""Days on which something is shut: the office, a town's schools, a facility."""
