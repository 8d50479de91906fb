"""Words and bounds of accounts: what a single-use link is for, and how often sign-in may fail."""

from datetime import timedelta
from enum import StrEnum


class TokenPurpose(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    RESET = "reset"


LINK_LIFETIME = {TokenPurpose.INVITATION: timedelta(days=14), TokenPurpose.RESET: timedelta(hours=2)}
MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
THROTTLE_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_ADDRESS = 50
