"""Translating side by side: what is translated, what is out of date, what is published below par, which words to avoid.

Owns no texts: those stay on the pages. wagtail-localize keeps the strings while they are being translated.
"""
