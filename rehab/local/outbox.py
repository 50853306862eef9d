"""Pages that show what the local mailbox received, so that a demo needs no mail program."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rehab import env

PAGE = 100

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    name: str
    sent_at: datetime | None
    sender: str
    recipient: str
    subject: str
    text: str


def demo_only(view: View) -> View:
    """Pretend the page is not there unless DEBUG is on, however it came to be routed."""

    fresh = never_cache(view)

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return fresh(request, **kwargs)

    return login_not_required(guarded)


@demo_only
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest mails first."""
    newest = sorted(directory().glob("*.eml"), reverse=True)[:PAGE]
    return render(request, "outbox/list.html", {"mails": [read(path) for path in newest]})


@demo_only
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, its links ready to follow."""
    path = directory() / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return render(request, "outbox/mail.html", {"mail": read(path)})


def directory() -> Path:
    return env.outbox(settings.STATE_DIR)


def read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    date = message["date"]
    return Mail(
        name=path.stem,
        sent_at=date.datetime if date else None,
        sender=message["from"] or "",
        recipient=message["to"] or "",
        subject=message["subject"] or "",
        text=body.get_content() if body else "",
    )
