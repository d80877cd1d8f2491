"""Between the log and the outside: CKAN's model, signals, files, tables."""
