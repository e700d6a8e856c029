"""Proof that outlives us: templates, certificates, their PDF. May import courses and what is below; never quizzes."""
