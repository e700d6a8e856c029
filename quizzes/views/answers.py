"""An answer as a form sends it, for every type of question. Field names: see templates/quizzes/types/."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http.request import QueryDict

from quizzes import services
from quizzes.domain.questions import LearnerQuestion
from quizzes.domain.scoring import Result, score
from quizzes.models import Attempt, AttemptSlot

MAX_CHOICES = 100
MAX_TEXT = 20_000  # characters

Response = dict[str, Any]


def response_of(question: LearnerQuestion, data: QueryDict, prefix: str = "") -> Response:
    """What the form's fields say, as the response the question's type takes. Empty fields are left out."""
    match question.type:
        case "choice" | "truefalse":
            return {"selected": [value for value in data.getlist(f"{prefix}choice")[:MAX_CHOICES] if value]}
        case "matching":
            return {"pairs": _chosen(data, f"{prefix}pair-", [stem.id for stem in question.stems])}
        case "gaps":
            return {"places": _chosen(data, f"{prefix}place-", [place.id for place in question.places])}
        case "ordering":
            return {"order": _moved(data.getlist(f"{prefix}order")[:MAX_CHOICES], data.get("move", ""), prefix)}
        case "cloze" | "scenario":
            return {"parts": {p.id: response_of(p, data, f"{prefix}{p.id}-") for p in question.parts}}
    return {"text": _as_written(data.get(f"{prefix}text", ""))[:MAX_TEXT]}


def _as_written(text: str) -> str:
    """As the browser counted it: a form sends every line break as two signs. PostgreSQL keeps no NUL in JSON."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _chosen(data: QueryDict, prefix: str, ids: list[str]) -> dict[str, str]:
    return {key: value for key in ids if (value := data.get(f"{prefix}{key}", ""))}


def _moved(order: list[str], move: str, prefix: str) -> list[str]:
    """The order after a press on "move up" or "move down", which names the item: <prefix><id>:up."""
    item, _colon, direction = move.removeprefix(prefix).partition(":")
    if item in order:
        at = order.index(item)
        to = max(0, at - 1) if direction == "up" else min(len(order) - 1, at + 1)
        order.insert(to, order.pop(at))
    return order


def is_no_number(slot: AttemptSlot) -> bool:
    """Whether a number was asked for and something else written. Says nothing about the key: ask again."""
    return _has_problem(score(slot.version.content, slot.response))


def _has_problem(result: Result) -> bool:
    return bool(result.problem) or any(_has_problem(part) for part in result.parts)


@dataclass(frozen=True)
class Answer:
    """What the learner answered on a page, and which state of the question the page had shown."""

    response: Response
    sequence: int
    is_flagged: bool
    message_id: str

    @classmethod
    def read(cls, question: LearnerQuestion, data: QueryDict, key: str | None = None) -> "Answer":
        """Read a form. Without the client's own key, the same answer on the same page is the same message."""
        response = response_of(question, data)
        sequence, flag = data.get("sequence") or "", data.get("flag") or ""
        basis = [data.get("page", ""), sequence, flag, response]
        return cls(
            response=response,
            sequence=int(sequence[:9]) if sequence.isdecimal() else -1,
            is_flagged=flag == "1",
            message_id=key[:64] if key else hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest(),
        )

    def save(self, attempt: Attempt, position: int, received_at: datetime) -> AttemptSlot:
        """Keep it. Raises what services.save_answer raises, and AttemptSlot.DoesNotExist."""
        return services.save_answer(
            attempt,
            position,
            self.response,
            sequence=self.sequence,
            message_id=self.message_id,
            received_at=received_at,
            is_flagged=self.is_flagged,
        )
