"""How easily a person is found in a table, as k-anonymity and l-diversity, and what would help."""
