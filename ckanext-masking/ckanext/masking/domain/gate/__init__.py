"""The rules of the gate: the states of what is held, and the sealed form it is kept in."""
