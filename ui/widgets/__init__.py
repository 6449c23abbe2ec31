"""Parts that pages are made of: tables, fields, type-ahead, notices. They know no office."""
