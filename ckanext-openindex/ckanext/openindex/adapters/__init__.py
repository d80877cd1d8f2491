"""Between the domain and CKAN: what is gathered, stored, marked and served."""
