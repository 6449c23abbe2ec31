"""Who drives whom, when: the best plan of a day that time allows. Knows numbers only."""
