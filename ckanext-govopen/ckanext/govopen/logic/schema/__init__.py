"""Input schemas; each function bears the name of its action."""
