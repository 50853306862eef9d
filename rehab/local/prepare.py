"""Brings the database up to date before the processes start; fills it on the first run."""

import os

import django
from django.apps import apps
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehab.settings")


def main() -> None:
    """Migrate, ship the content, and on a first run make the demo clinic."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("library", verbosity=0)
    if not apps.get_model("people", "Clinic").objects.exists():
        print("First run: making a demo clinic …", flush=True)
        call_command("demo")


if __name__ == "__main__":
    main()
