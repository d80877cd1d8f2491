"""How fast records become datasets, beside ckanext-harvest with ckanext-dcat's RDF harvester."""
