"""Measurements of the openness index."""
