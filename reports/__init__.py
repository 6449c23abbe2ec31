"""What is printed: one module per document, one shared hand (`paper`). Rows in, PDF bytes out."""
