"""The area discussion."""
