"""Meetings and minutes: each act, who may, what it leaves behind."""
