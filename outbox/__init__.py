"""Slow work goes out: a row written in the business transaction, done later, once in effect.

At the bottom of the house: every app may put work in here, and this app knows none of them.
"""
