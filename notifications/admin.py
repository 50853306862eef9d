"""The log of messages: to whom, of which kind, by which way, and what became of each. No words."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from people.scoped_admin import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "what", "channel", "state", "created_at", "sent_at"]
    list_filter = ["state", "kind", "channel"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = [
        "to",
        "what",
        "channel",
        "lane",
        "state",
        "created_at",
        "due_at",
        "expires_at",
        "attempts",
        "sent_at",
    ]

    readonly_fields = ["to", "what"]

    @admin.display(description=_("to"))
    def to(self, message: Message) -> str:
        return str(message.recipient)

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, message: Message) -> str:
        return capfirst(message.kind.replace("-", " "))
