"""Provenance in the graphs that ckanext-dcat's profiles build, and those graphs in every form."""
