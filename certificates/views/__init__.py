"""Pages of certificates: for everybody (public, dropping), for who holds them (learner)."""
