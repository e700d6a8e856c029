"""Second factors: what proves that it is you, besides a password. Who needs one, what keeps them secret, who is told."""
