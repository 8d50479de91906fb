"""editions stay: the database refuses what no act does (M1).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    ("editions_stay", "editions", "UPDATE"),
    ("editions_are_kept", "editions", "DELETE"),
    ("edition_paragraphs_stay", "edition_paragraphs", "UPDATE"),
    ("edition_paragraphs_are_kept", "edition_paragraphs", "DELETE"),
)


def upgrade() -> None:
    """Put the guards in place."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, write in GUARDS:
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the guards away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _write in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
