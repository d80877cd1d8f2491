"""What a person is shown who decides on an upload, and what is remembered of the decision."""
