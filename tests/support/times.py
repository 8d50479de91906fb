"""The instant at which tests begin."""

from datetime import UTC, datetime

# A Monday morning in Tokyo, a holiday; tests that are about time say their own.
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
