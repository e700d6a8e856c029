"""Reads everything, changes nothing. May import every app but cms."""
