"""The Python runtime client."""
