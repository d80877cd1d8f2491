"""Who reads a protected table in which clarity: what a policy gives whom, column by column."""
