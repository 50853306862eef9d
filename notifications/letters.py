"""The words of a message, made when it is sent: in the recipient's language, from ids alone."""

from datetime import datetime

from django.utils import translation
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from notifications.addressees import Addressee
from notifications.gateways import Letter, Permanent
from notifications.kinds import Kind
from notifications.models import Message

# No picture, no font, no style sheet: nothing that would tell another host who reads it when.
PAGE = (
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body style="font: 16px/1.5 sans-serif; max-width: 36em">{}</body></html>'
)
LINK = '<a href="{0}">{0}</a>'
REPEATED = _("It may be that you have had this message already.")


def write(message: Message, kind: Kind, to: Addressee, *, now: datetime) -> Letter:
    """Put a message into words. Raises ``Permanent`` when the channel does not reach the person.

    Each call makes its link anew: a one-time link is stored nowhere but in what is sent.
    """
    address = to.address(message.channel)
    if not address:
        raise Permanent("no address")
    url = kind.link(message, now)
    with translation.override(to.language):
        subject, body = str(kind.subject), _body(message, kind)
    blanks = {"name": to.given_name, "clinic": to.clinic}
    return Letter(
        to=address,
        subject=subject.format(**blanks),
        text=body.format(**blanks, url=url),
        html=_html(to.language, subject.format(**blanks), body, {**blanks, "url": url}),
        language=to.language,
        reference=message.reference,
    )


def _body(message: Message, kind: Kind) -> str:
    """The kind's words, and for a repeat that it may be one."""
    words = [kind.body, REPEATED] if "repeats" in message.about else [kind.body]
    return "\n\n".join(str(paragraph) for paragraph in words)


def _html(language: str, title: str, body: str, blanks: dict[str, str]) -> str:
    linked = {**blanks, "url": format_html(LINK, blanks["url"])}
    # The template is ours and may be marked safe; what fills its blanks is escaped.
    words = format_html(mark_safe(linebreaks(body, autoescape=True)), **linked)  # noqa: S308
    return format_html(PAGE, language, title, words)
