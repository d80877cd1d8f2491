"""Actions, permissions and schemas of the extension."""
