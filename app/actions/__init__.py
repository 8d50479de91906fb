"""Writing: one function for each thing people do. Actions never commit."""
