"""told before a meeting: the reminders and the inbox know what is told on the working day before one (A9)."""

from collections.abc import Sequence

from migrations.vocabulary import allow

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Let both hold the new words."""
    allow("reminders", "kind", "day_before")
    allow("notices", "kind", "meeting_to_prepare")


def downgrade() -> None:
    """Nothing to take back: rows may hold the words."""
