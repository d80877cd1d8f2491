"""The catalogue as linked data and its provenance, beside ckanext-dcat on the same datasets."""
