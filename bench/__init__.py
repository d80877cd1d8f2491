"""Side-by-side measurements against named peers; ``make bench`` or ``make bench B=search``."""
