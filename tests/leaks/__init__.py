"""What nobody may learn: two databases that differ only in it look the same."""
