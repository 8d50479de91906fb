"""confirmed minutes stay: the database refuses what no act does (M5, M6).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ALWAYS = "TRUE"
# What a city confirmed, that it did, and what was appended: written once.
WRITTEN_ONCE = (
    "minutes_versions", "minutes_confirmations", "minutes_corrections", "minutes_correction_confirmations",
)  # fmt: skip


def guards() -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "minutes_final_stay", "minutes", "UPDATE", "OLD.state = 'final'"
    yield "minutes_are_kept", "minutes", "DELETE", ALWAYS
    for table in WRITTEN_ONCE:
        yield f"{table}_stay", table, "UPDATE", ALWAYS
        yield f"{table}_are_kept", table, "DELETE", ALWAYS


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
