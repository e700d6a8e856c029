"""What keeps a question from its learners."""


class QuestionProblem(ValueError):
    """Why a question cannot be made ready, said so that its author can repair it."""
