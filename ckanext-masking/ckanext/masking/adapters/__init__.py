"""Between the engine and CKAN's dictionaries, files and tables."""
