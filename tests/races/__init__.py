"""Several at once: nothing lost, nothing done twice, never a raw error. `make races` repeats them."""
