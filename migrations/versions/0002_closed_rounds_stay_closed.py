"""closed rounds stay closed: the database refuses what no act does (B2, B42)."""

from collections.abc import Iterator, Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# What a round froze when it opened. closes_at may be put off and a casting vote given while it is open.
TERMS = (
    "difference_id", "cycle", "number", "version_id", "text_hash", "rule_frozen", "opened_by_id", "opened_by_printed",
    "opened_at", "overrides", "sealed", "meeting_id", "fallback_of_id",
)  # fmt: skip
PLACE = ("round_id", "city_id", "notified_at")
ONLY_WHILE_OPEN = (
    ("round_cities", "INSERT"),
    ("round_cities", "UPDATE"),
    ("positions", "INSERT"),
    ("positions", "UPDATE"),
    ("positions", "DELETE"),
    ("position_acts", "INSERT"),
)
ALWAYS = "TRUE"
CLOSED = "SELECT 1 FROM rounds WHERE state <> 'open' AND id"


def guards(differs: str) -> Iterator[tuple[str, str, str, str]]:
    """Each guard: its name, its table, the write it looks at, and the condition under which that is refused."""
    yield "rounds_closed_stay", "rounds", "UPDATE", "OLD.state <> 'open'"
    yield "rounds_keep_terms", "rounds", "UPDATE", _changed(TERMS, differs)
    yield "rounds_are_kept", "rounds", "DELETE", ALWAYS
    yield "round_cities_keep_place", "round_cities", "UPDATE", _changed(PLACE, differs)
    yield "round_cities_are_kept", "round_cities", "DELETE", ALWAYS
    yield "position_acts_are_kept", "position_acts", "DELETE", ALWAYS
    yield "position_acts_stay", "position_acts", "UPDATE", ALWAYS
    yield "dispositions_are_kept", "dispositions", "DELETE", ALWAYS
    yield "dispositions_stay", "dispositions", "UPDATE", ALWAYS


def only_while_open() -> Iterator[tuple[str, str, str]]:
    """Each guard of rows that belong to an open round: its name, its table, the write."""
    for table, write in ONLY_WHILE_OPEN:
        yield f"{table}_{write.lower()}_while_open", table, write


def upgrade() -> None:
    """Put the guards in place."""
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Take the guards away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    tables = [(name, table) for name, table, *_ in (*guards("IS NOT"), *only_while_open())]
    for name, table in tables:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_write()")
        op.execute("DROP FUNCTION refuse_unless_open()")


def _changed(columns: Sequence[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


def _guard_sqlite() -> None:
    for name, table, write, condition in guards("IS NOT"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
    for name, table, write in only_while_open():
        row = "OLD" if write == "DELETE" else "NEW"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table}"
            f" WHEN EXISTS ({CLOSED} = {row}.round_id)"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _guard_postgresql() -> None:
    refuse = "RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME"
    op.execute(
        f"CREATE FUNCTION refuse_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$"
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_unless_open() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE of_round integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
        BEGIN
            IF EXISTS (SELECT FROM rounds WHERE id = of_round AND state <> 'open') THEN {refuse}; END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END $$
        """
    )
    for name, table, write, condition in guards("IS DISTINCT FROM"):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
            f" WHEN ({condition}) EXECUTE FUNCTION refuse_write()"
        )
    for name, table, write in only_while_open():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION refuse_unless_open()"
        )
