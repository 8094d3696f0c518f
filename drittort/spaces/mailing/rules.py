"""What a test mail is called, and how many there may be."""

from datetime import timedelta

CATEGORY = "mail-test"
BRAKE, MOST = timedelta(minutes=10), 5
