"""The ground floor: ids, clock, words, tables, transactions. Knows no room."""
