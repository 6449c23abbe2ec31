"""What is coming: volunteers on hand against rides expected, and long ways that could be shared."""
