"""What counting the use of datasets adds to a request."""
