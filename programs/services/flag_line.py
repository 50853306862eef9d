"""The red-flag line that is answered with a session: a screen of its own, under the same post."""

import uuid as uuids
from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.models import EntrySource, RedFlagScreen, ScreenKind, Session

from . import entries, red_flags

# Follows from the session, so that one post has one UUID and may still be sent twice.
SCREEN_OF_SESSION = uuids.UUID("8f6d0b0a-4f0e-4a53-9d6e-6d2a5b1c7e11")


def keep(
    logged: entries.Logged[Session], ticked: Collection[str] | None, *, at: datetime, now: datetime
) -> None:
    """Store the line of a session that came in; of one that was here, compare it.

    The line belongs to the post: another tick is another post, however the pains agree.
    """
    session = logged.entry
    if logged.created:
        if ticked is not None:
            _screen(session, ticked, at=at, now=now)
    elif said([session.uuid]).get(session.uuid) != _in_order(ticked):
        raise entries.Conflict(entries.OTHER_ANSWERS)


def said(sessions: Iterable[uuids.UUID]) -> dict[uuids.UUID, list[str]]:
    """What was said yes to with each session, by its UUID; absent where nothing was answered."""
    by_screen = {_screen_uuid(session): session for session in sessions}
    screens = RedFlagScreen.objects.filter(uuid__in=by_screen)
    return {
        by_screen[uuid]: sorted(code for code, yes in answers.items() if yes)
        for uuid, answers in screens.values_list("uuid", "answers")
    }


def _screen(session: Session, ticked: Collection[str], *, at: datetime, now: datetime) -> None:
    asked = red_flags.asked(ScreenKind.SESSION)
    if unknown := sorted(set(ticked) - set(asked)):
        raise ValidationError({"red_flags": _("Unknown sign: %s.") % ", ".join(unknown)})
    red_flags.screen(
        session.assignment,
        kind=ScreenKind.SESSION,
        answers={code: code in ticked for code in asked},
        uuid=_screen_uuid(session.uuid),
        at=at,
        by=session.recorded_by,
        now=now,
        source=EntrySource(session.source),
    )


def _screen_uuid(session: uuids.UUID) -> uuids.UUID:
    return uuids.uuid5(SCREEN_OF_SESSION, str(session))


def _in_order(ticked: Collection[str] | None) -> list[str] | None:
    return None if ticked is None else sorted(set(ticked))
