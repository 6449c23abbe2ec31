"""The county's own address points: any file, its columns, its projection, row by row."""
