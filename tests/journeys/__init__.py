"""Journeys: what people of the council do from the first page to the last, in a real browser."""
