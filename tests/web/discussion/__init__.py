"""Pages of the discussion, take-home items, the caucus and files."""
