"""Figures in the linked data of datasets."""
