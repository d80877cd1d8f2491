"""The gate and its exits on the real stack."""
