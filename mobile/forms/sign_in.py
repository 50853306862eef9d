"""Who asks for a link, and the second fact that an invitation asks for."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from people.models.patient import BIRTH_YEARS


class ContactForm(forms.Form):
    use_required_attribute = False
    contact = forms.CharField(
        label=_("E-mail or mobile number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the e-mail address or number your clinic has.")},
    )

    def clean_contact(self) -> str:
        """An e-mail address, or a phone number with its country code."""
        contact: str = self.cleaned_data["contact"].strip()
        if "@" in contact:
            validate_email(contact)
            return contact
        number = re.sub(r"^00", "+", re.sub(r"[\s()./-]", "", contact))
        if not re.fullmatch(r"\+\d{7,15}", number):
            raise ValidationError(
                _("Type an e-mail address, or a number with its country code like +44 7700 900123.")
            )
        return number


class BirthYearForm(forms.Form):
    """The second fact of an invitation; a sign-in link asks for none."""

    use_required_attribute = False
    birth_year = forms.IntegerField(
        label=_("Your year of birth"),
        min_value=BIRTH_YEARS[0],
        max_value=BIRTH_YEARS[1],
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": "4"}
        ),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"],
            _("Type the year you were born in, like 1979."),
        ),
    )

    def __init__(self, data: Any = None, *, asked: bool):
        super().__init__(data)
        if not asked:
            del self.fields["birth_year"]
