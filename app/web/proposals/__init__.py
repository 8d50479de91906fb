"""The area proposals."""
