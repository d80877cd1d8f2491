"""Masking: the quality of detection, and speed beside named peers."""
