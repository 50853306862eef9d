"""A real worker or beat whose leases are short, so that a test need not wait a minute."""

import os
import sys
from datetime import timedelta

import django

django.setup()

from programs.services import reviews  # noqa: E402 - the apps must be ready
from rehab.celery import app  # noqa: E402

if __name__ == "__main__":
    reviews.LEASE = timedelta(seconds=float(os.environ["LEASE_SECONDS"]))
    app.start(sys.argv[1:])
