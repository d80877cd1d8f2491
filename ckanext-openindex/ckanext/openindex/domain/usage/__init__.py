"""Who used which dataset: what counts as a use, and whose uses count."""
