"""Checks of what was written, by the rules of others: SHACL shapes and the schema of PROV-JSON."""
