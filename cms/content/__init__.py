"""Bring content/ into the site: files are read and checked here in plain Python, then written in one transaction."""
