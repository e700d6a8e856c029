"""Who signs in: the User, the profile, roles. Imports no other room of the house but the outbox."""
