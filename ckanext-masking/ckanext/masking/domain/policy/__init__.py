"""Masking policies: what they are asked, what they answer, and how they are read from YAML."""
