"""The area ballots."""
