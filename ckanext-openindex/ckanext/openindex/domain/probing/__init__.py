"""When addresses are asked again, and what an answer says of them."""
