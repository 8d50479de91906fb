"""Reading: one function a question, returning models or a frozen dataclass."""
