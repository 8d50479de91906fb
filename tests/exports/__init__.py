"""Files as a reader program finds them."""
