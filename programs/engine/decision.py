"""What the rules decided: the kind, where to, at what dose, and every reason for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from programs.engine.history import Rung
from programs.engine.reasons import Reason

Target: TypeAlias = Rung


class Kind(StrEnum):
    """The four things a decision can do."""

    PAUSE = "pause"
    REGRESS = "regress"
    HOLD = "hold"
    ADVANCE = "advance"


class Urgency(StrEnum):
    """How soon somebody must act on a pause."""

    EMERGENCY_NOW = "emergency_now"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. ``target`` is the position after it, ``dose`` a share of the planned dose.

    ``review`` asks for a clinician's look. ``pending_until`` is when a missing morning report is
    no longer waited for; a new decision is due then.
    """

    kind: Kind
    target: Target
    dose: float
    reasons: tuple[Reason, ...]
    review: bool
    urgency: Urgency | None = None
    pending_until: datetime | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(str(reason.code) for reason in self.reasons)

    def to_json(self) -> dict[str, Any]:
        """The published form: reasons as bare codes."""
        return self._form(list(self.codes))

    def to_record(self) -> dict[str, Any]:
        """The stored form: each reason with what was seen, what was needed and its entries."""
        return self._form([reason.to_record() for reason in self.reasons])

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Decision":
        """The decision that :meth:`to_record` stored."""
        urgency, pending_until = record["urgency"], record["pending_until"]
        return cls(
            kind=Kind(record["kind"]),
            target=Target(**record["target"]),
            dose=record["dose"],
            reasons=tuple(Reason.from_record(reason) for reason in record["reasons"]),
            review=record["review"],
            urgency=Urgency(urgency) if urgency else None,
            pending_until=datetime.fromisoformat(pending_until) if pending_until else None,
        )

    def _form(self, reasons: list[Any]) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "target": {"stage": self.target.stage, "step": self.target.step},
            "dose": self.dose,
            "urgency": str(self.urgency) if self.urgency else None,
            "reasons": reasons,
            "review": self.review,
            "pending_until": self.pending_until.isoformat() if self.pending_until else None,
        }


def distinct(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Each code once, where it first stood, with what was seen the last time."""
    return tuple({reason.code: reason for reason in reasons}.values())
