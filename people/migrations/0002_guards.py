"""Consents are history, and a patient's record is never deleted."""

from django.db import migrations

from people.guards import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [append_only("Consent"), never_deleted("Patient")]
