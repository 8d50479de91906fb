"""Pages of meetings and minutes, as people use them."""
