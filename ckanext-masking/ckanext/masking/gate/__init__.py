"""The gate: what becomes of a file between the hand that gives it and the reader."""
