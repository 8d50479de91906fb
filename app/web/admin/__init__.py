"""The area admin."""
