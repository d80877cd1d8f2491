"""Search in Chinese against CKAN's stock schema and query, over two real catalogues."""
