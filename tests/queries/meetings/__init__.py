"""Meetings as they are read: the proposed agenda, the sheet of minutes, lists."""
