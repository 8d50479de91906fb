"""Writing and publishing the manual, proved against both databases."""
