"""Ballots: opening, positions, closing, races."""
