"""The certificate designs that ship with Amparo: one folder each, with its texts and assets.

`build_fonts.py` and `build_background.py` make the assets; neither runs on a server.
"""
