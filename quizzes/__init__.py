"""Questions, attempts, scores. May import courses and what is below; never certificates."""
