"""A session that has begun: what was told before it, carried to its end.

Kept in the browser's session, so that a page that the phone dropped comes back; and signed in
the last form, so that the post is whole by itself: sent twice it is the same.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID, uuid4

from django.core import signing

from people.models import Patient
from programs import engine
from programs.models import Completion, Step
from programs.services.diary import SHARE

KEY = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What is known of a session before it is over. ``at`` is on the patient's clock."""

    uuid: UUID
    at: datetime
    pain: int
    site: int
    stage: int
    step: int
    times_a_day: int
    # The share of the day's dose that today's decision allows: 1, or 0.5.
    share: float
    # Why it is an easier one: "chosen", "pain", or not at all.
    easier: str = ""
    completion: str = ""

    @property
    def place(self) -> tuple[int, int]:
        return self.stage, self.step

    def dose(self, completion: str) -> dict[str, int]:
        """The share of the day's planned dose that this bout is, where it is not the usual one."""
        if self.share == 1:
            return {}
        done = SHARE[Completion(completion)] * self.share
        # Upwards: the bouts of a day that was done must not add up to a part of it.
        return {"dose_percent": ceil(done / self.times_a_day)}

    def as_record(self) -> dict[str, Any]:
        return asdict(self) | {"uuid": str(self.uuid), "at": self.at.isoformat()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Started":
        known = {"uuid": UUID(record["uuid"]), "at": datetime.fromisoformat(record["at"])}
        return cls(**(record | known))


def begin(*, step: Step, at: datetime, **told: Any) -> Started:
    """A session at a step, from now on."""
    return Started(
        uuid=uuid4(),
        at=at,
        stage=step.stage.number,
        step=step.number,
        times_a_day=step.times_a_day,
        **told,
    )


def keep(session: Any, started: Started) -> None:
    session[KEY] = started.as_record()


def kept(session: Any, *, at: datetime) -> Started | None:
    """The session begun on this logical day and not told to its end."""
    record = session.get(KEY)
    if record is None:
        return None
    started = Started.from_record(record)
    return started if engine.logical_day(started.at) == engine.logical_day(at) else None


def forget(session: Any) -> None:
    session.pop(KEY, None)


def seal(started: Started, patient: Patient) -> str:
    """The session as a form carries it; only this patient can send it back."""
    return signing.dumps(started.as_record(), salt=_salt(patient), compress=True)


def unseal(sealed: str, patient: Patient) -> Started | None:
    """What ``seal`` made; ``None`` for anything else."""
    try:
        return Started.from_record(signing.loads(sealed, salt=_salt(patient)))
    except signing.BadSignature:
        return None


def with_completion(started: Started, completion: str) -> Started:
    return replace(started, completion=completion)


def _salt(patient: Patient) -> str:
    return f"mobile.started:{patient.pk}"
