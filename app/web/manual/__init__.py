"""The area manual."""
