"""The public catalogue as linked data: page by page, and whole."""
