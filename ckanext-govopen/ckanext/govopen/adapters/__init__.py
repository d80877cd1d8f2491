"""Between the domain and the outside: CKAN's dicts and tables, Solr, HTTP, files."""
