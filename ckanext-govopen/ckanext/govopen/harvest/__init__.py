"""The sharing-platform harvest: from records of a platform to datasets of the catalogue."""
