"""A history as JSON, always the same bytes for the same value, and its digest."""

import json
from hashlib import sha256
from typing import Any

from programs.engine.history import (
    Baseline,
    CheckIn,
    Event,
    History,
    MorningReport,
    Position,
    RedFlag,
    Session,
)


def to_json(history: History) -> dict[str, Any]:
    """The JSON form of a history: what :func:`programs.engine.parse` reads back to an equal one."""
    # Field by field: a sweep does this for every patient, and a generic walk takes three times as
    # long as the decision itself.
    return {
        "now": history.now.isoformat(),
        "time_zone": history.time_zone,
        "trigger": str(history.trigger),
        "irritability": str(history.irritability),
        "ladder": list(history.ladder),
        "started_on": history.started_on.isoformat(),
        "position": _position(history.position),
        "baseline": _baseline(history.baseline) if history.baseline else None,
        "screened_on": history.screened_on.isoformat() if history.screened_on else None,
        "held_by_clinician": history.held_by_clinician,
        "planned_days": [day.isoformat() for day in history.planned_days],
        "sessions": [_session(each) for each in history.sessions],
        "morning_reports": [_morning_report(each) for each in history.morning_reports],
        "check_ins": [_check_in(each) for each in history.check_ins],
        "red_flags": [_red_flag(each) for each in history.red_flags],
        "events": [_event(each) for each in history.events],
    }


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and ASCII only. Raises ValueError for NaN or infinity."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(history: History) -> str:
    """The SHA-256 of the canonical JSON, in hex: which history a stored decision was made from."""
    return sha256(canonical(to_json(history)).encode("ascii")).hexdigest()


def _position(position: Position) -> dict[str, Any]:
    return {
        "stage": position.stage,
        "step": position.step,
        "since": position.since.isoformat(),
        "stage_since": position.stage_since.isoformat(),
    }


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {"pain": baseline.pain, "site": baseline.site}


def _session(session: Session) -> dict[str, Any]:
    return {
        "at": session.at.isoformat(),
        "stage": session.stage,
        "step": session.step,
        "pain_before": session.pain_before,
        "pain_peak": session.pain_peak,
        "pain_after": session.pain_after,
        "site_before": session.site_before,
        "site_after": session.site_after,
        "settle_minutes": session.settle_minutes,
        "dose_percent": session.dose_percent,
        "stopped_for_pain": session.stopped_for_pain,
    }


def _morning_report(report: MorningReport) -> dict[str, Any]:
    return {
        "day": report.day.isoformat(),
        "pain": report.pain,
        "site": report.site,
        "worst_24h": report.worst_24h,
        "neuro_worse": report.neuro_worse,
    }


def _check_in(check_in: CheckIn) -> dict[str, Any]:
    return {
        "day": check_in.day.isoformat(),
        "sleep": check_in.sleep,
        "stress": check_in.stress,
        "unwell": check_in.unwell,
        "worry": check_in.worry,
        "out_of_routine": check_in.out_of_routine,
    }


def _red_flag(flag: RedFlag) -> dict[str, Any]:
    return {
        "day": flag.day.isoformat(),
        "tier": str(flag.tier),
        "code": flag.code,
        "cleared": flag.cleared,
    }


def _event(event: Event) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": str(event.kind), "day": event.day.isoformat()}
    if event.from_:
        made["from"] = {"stage": event.from_.stage, "step": event.from_.step}
    return made
