"""Who reaches which route: one table an area, walked by test_access.py for every role."""
