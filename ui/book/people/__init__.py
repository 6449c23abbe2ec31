"""Who calls and rides, and who or what is not known yet: cards and small panels."""
