"""An answer as a form sends it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http.request import QueryDict

from quizzes import services
from quizzes.models import Attempt, AttemptSlot

MAX_CHOICES = 100


@dataclass(frozen=True)
class Answer:
    """What the learner chose on a page, and which state of the question the page had shown."""

    response: dict[str, Any]
    sequence: int
    is_flagged: bool
    message_id: str

    @classmethod
    def read(cls, data: QueryDict, key: str | None = None) -> "Answer":
        """Read a form. Without the client's own key, the same answer on the same page is the same message."""
        response = {"selected": data.getlist("choice")[:MAX_CHOICES]}
        sequence, flag = data.get("sequence") or "", data.get("flag") or ""
        basis = [key] if key else [data.get("page", ""), sequence, flag, response]
        return cls(
            response=response,
            sequence=int(sequence[:9]) if sequence.isdecimal() else -1,
            is_flagged=flag == "1",
            message_id=hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest(),
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
