"""How fast the pages are with a large council: make bench."""
