"""The area meetings."""
