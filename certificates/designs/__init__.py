"""The certificate designs that ship with Amparo: one folder each, with its texts; fonts and backgrounds they share.

`build_fonts.py` and `build_scripts.py` make the fonts; neither runs on a server.
"""
