"""What the rules say, and what can be done about it: panel, papers, turning down, 911."""
