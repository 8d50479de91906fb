"""Who may, and when: pure functions of loaded models that answer with a Verdict."""
