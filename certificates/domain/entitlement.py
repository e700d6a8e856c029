"""Who may get which kind of certificate."""

COMPLETION, PARTICIPATION, TRAINER = "completion", "participation", "trainer"
NEEDS_COMPLETION = {COMPLETION, TRAINER}
NEEDS_A_PERSON = {PARTICIPATION, TRAINER}


def lacks(kind: str, *, is_completed: bool, is_withdrawn: bool, has_person: bool) -> str:
    """What is missing for a certificate: "completion", "person", or nothing.

    A completed course earns its certificate by itself. Attendance, and being fit to teach, a person attests:
    attendance for somebody who is still in the course, passed or not; teaching for somebody who completed it.
    """
    if kind in NEEDS_COMPLETION and not is_completed:
        return "completion"
    if kind == PARTICIPATION and is_withdrawn:
        return "completion"
    if kind in NEEDS_A_PERSON and not has_person:
        return "person"
    return ""
