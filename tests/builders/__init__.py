"""Builders: one file an aggregate, each hiding what a test is not about."""
