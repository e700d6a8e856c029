"""What can be learned, who learns it, how far each has come. May import library, accounts and outbox."""
