"""A quiz's own screens: its settings, and what it asks."""
