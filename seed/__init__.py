"""The demo council: data files, and stories that enter them through the actions, as people would have."""
