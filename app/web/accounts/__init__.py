"""The area accounts."""
