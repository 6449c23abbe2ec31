"""From rows of text to a file; no cell of it can start a formula."""
