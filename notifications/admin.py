"""The log of messages: to whom, of which kind, by which way, and what became of each. No words."""

from django.contrib import admin

from notifications.models import Message
from people.scoped_admin import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "kind", "channel", "state", "created_at", "sent_at"]
    list_filter = ["state", "kind", "channel"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = [
        "recipient",
        "kind",
        "channel",
        "lane",
        "state",
        "created_at",
        "due_at",
        "expires_at",
        "attempts",
        "sent_at",
    ]
