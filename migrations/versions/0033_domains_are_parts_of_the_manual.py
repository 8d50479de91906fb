"""domains are parts of the manual: what the secretariat changes about one is recorded."""

from collections.abc import Sequence

from migrations.vocabulary import allow

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Let the events hold the new kind."""
    allow("events", "kind", "domain_changed")


def downgrade() -> None:
    """The column goes on holding it."""
