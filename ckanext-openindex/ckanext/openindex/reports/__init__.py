"""Reports about a department, a division or the whole, ready to be handed over."""
