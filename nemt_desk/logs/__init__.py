"""Trip logs: out, back, checked, closed, amended. The statutory record of one member's rides."""
