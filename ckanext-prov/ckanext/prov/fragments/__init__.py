"""Parts of the catalogue, one for each public dataset, kept until the dataset changes."""
