"""The area decisions."""
