"""DCAT: our terms in the graphs that ckanext-dcat serves."""
