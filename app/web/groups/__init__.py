"""The area groups."""
