"""The area signoff."""
