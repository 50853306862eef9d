"""What the forms of all diary entries share."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from .fields import SiteField


class EntryForm(forms.Form):
    """A form that writes one row: its UUID makes the same post twice one entry."""

    # The errors are ours, beside each field; the browser's own would hide all but the first.
    use_required_attribute = False
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, data: Any = None, *, pathway: str = "", **options: Any):
        super().__init__(data, **options)
        for field in self.fields.values():
            if isinstance(field, SiteField):
                field.show(pathway)

    @property
    def entry_uuid(self) -> UUID:
        """The name of this post; made up if the page lost it."""
        return self.cleaned_data["uuid"] or uuid4()

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by the name of the row's column."""
        return {name: value for name, value in self.cleaned_data.items() if name != "uuid"}

    def refuse(self, error: ValidationError) -> None:
        """Put what a service refused beside its field; what has no field goes on top."""
        faults = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, messages in faults.items():
            self.add_error(name if name in self.fields else None, messages)
