"""decisions and signatures stay: the database refuses what no act does (D2, S7).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Iterator, Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A signature is dismissed when the text changes (T6); nothing else about it ever changes.
SIGNED = (
    "step_id", "post_id", "city_id", "user_id", "printed_name", "principal_id", "principal_printed", "post_name",
    "meaning", "reason", "text_hash", "at",
)  # fmt: skip
ALWAYS = "TRUE"


def guards(differs: str) -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "decisions_stay", "decisions", "UPDATE", ALWAYS
    yield "decisions_are_kept", "decisions", "DELETE", ALWAYS
    yield "signatures_stay", "signatures", "UPDATE", _changed(SIGNED, differs)
    yield "signatures_stay_dismissed", "signatures", "UPDATE", "OLD.dismissed_at IS NOT NULL"
    yield "signatures_are_kept", "signatures", "DELETE", ALWAYS


def upgrade() -> None:
    """Put the guards in place."""
    if op.get_bind().dialect.name == "postgresql":
        for name, table, write, condition in guards("IS DISTINCT FROM"):
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
                f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
            )
        return
    for name, table, write, condition in guards("IS NOT"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def downgrade() -> None:
    """Take the guards away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in guards("IS NOT"):
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
