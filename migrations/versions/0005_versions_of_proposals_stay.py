"""versions of proposals stay: the database refuses what no act does (T1, T7).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ALWAYS = "TRUE"
OF_A_VERSION = "OLD.proposal_version_id IS NOT NULL"


def guards() -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "proposal_versions_stay", "proposal_versions", "UPDATE", ALWAYS
    yield "proposal_versions_are_kept", "proposal_versions", "DELETE", ALWAYS
    yield "files_of_versions_stay", "attachments", "UPDATE", OF_A_VERSION
    yield "files_of_versions_are_kept", "attachments", "DELETE", OF_A_VERSION


def upgrade() -> None:
    """Put the guards in place."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, write, condition in guards():
        if postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
            )


def downgrade() -> None:
    """Take the guards away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in guards():
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
