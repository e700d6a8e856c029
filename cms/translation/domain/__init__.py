"""Rules of translating, without a database."""
