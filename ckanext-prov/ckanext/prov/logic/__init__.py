"""Actions of the extension."""
