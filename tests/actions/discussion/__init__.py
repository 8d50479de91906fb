"""The open discussion: comments, concerns, marks for the minutes."""
