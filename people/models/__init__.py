"""Who: users, clinics, clinicians, patients, consent and sign-in links."""

from .clinic import Clinic, Clinician, Role
from .consent import Consent, ConsentKind
from .patient import Patient
from .sign_in import LinkPurpose, SignInLink
from .user import User

__all__ = [
    "Clinic",
    "Clinician",
    "Consent",
    "ConsentKind",
    "LinkPurpose",
    "Patient",
    "Role",
    "SignInLink",
    "User",
]
