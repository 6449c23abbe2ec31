"""From a file to rows of text: encodings, spreadsheets, where the table begins."""
