"""The trainers' screens for questions and quizzes, inside Wagtail's admin."""
