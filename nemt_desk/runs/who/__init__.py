"""Who can take a ride or a standing order: what planning says, and what the office knows."""
