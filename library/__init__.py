"""What the law says: instruments and their provisions, countries, the glossary. May import accounts and outbox."""
