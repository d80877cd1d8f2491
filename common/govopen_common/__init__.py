"""What all extensions of the suite share: pure, typed, without ckan (package govopen_common)."""
