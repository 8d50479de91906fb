"""What every area of the web shares."""
