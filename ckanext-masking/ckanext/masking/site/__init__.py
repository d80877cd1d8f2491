"""A look at what is on the site already: files, tables and texts from before the gate."""
