"""What this app says upwards.

course_completed: sent once, inside the transaction in which the last activity that counts is completed.
    Arguments: sender=Enrolment, enrolment, at (aware datetime). Listeners may write rows, but do no slow
    work: they put it into the outbox.
"""

from django.dispatch import Signal

course_completed = Signal()
