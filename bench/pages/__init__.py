"""How long a page takes: the suite beside a stock CKAN with the same datasets."""
