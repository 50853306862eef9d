"""The morning report."""

from django.utils.translation import gettext_lazy as _

from .entry import EntryForm
from .fields import SiteField, YesNoField, pain_field


class MorningForm(EntryForm):
    pain = pain_field(label=_("Pain when you got up"))
    site = SiteField(label=_("How far does it reach?"))
    worst_24h = pain_field(label=_("Worst pain in the last 24 hours"), required=False)
    neuro_worse = YesNoField(
        label=_("Is tingling or numbness worse than before your last session?")
    )
