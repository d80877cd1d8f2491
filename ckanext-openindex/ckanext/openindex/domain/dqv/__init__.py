"""Scores as linked data, in W3C's Data Quality Vocabulary (https://www.w3.org/TR/vocab-dqv/)."""
