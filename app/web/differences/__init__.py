"""The area differences."""
