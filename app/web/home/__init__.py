"""The area home."""
