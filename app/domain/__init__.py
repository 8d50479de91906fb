"""The rules: plain Python, values in, values out."""
