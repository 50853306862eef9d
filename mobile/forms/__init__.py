"""The forms of the patient's phone."""

from .check_in import CheckInForm
from .morning import MorningForm
from .red_flags import SafetyForm
from .reminders import RemindersForm
from .session import AfterForm, BeforeForm, SessionCorrectionForm
from .sign_in import BirthYearForm, ContactForm

__all__ = [
    "AfterForm",
    "BeforeForm",
    "BirthYearForm",
    "CheckInForm",
    "ContactForm",
    "MorningForm",
    "RemindersForm",
    "SafetyForm",
    "SessionCorrectionForm",
]
