"""HTTP: the only folder that knows a request."""
