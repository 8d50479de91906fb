"""findings before a fallback: what a chair found about a failed ballot stays, and no fallback comes without it (B41)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (("findings_stay", "UPDATE"), ("findings_are_kept", "DELETE"))
NEEDS = "fallback_needs_finding"
FOUND = "SELECT 1 FROM findings WHERE round_id = NEW.fallback_of_id"


def upgrade() -> None:
    """Make the table and put its guards in place."""
    op.create_table(
        "findings",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_printed", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_findings_reason")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name=op.f("fk_findings_recorded_by_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "text_hash"], ["rounds.id", "rounds.text_hash"], name="fk_findings_round"
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_findings")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Take the guards and the table away."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {NEEDS} ON rounds" if postgresql else f"DROP TRIGGER {NEEDS}")
    if postgresql:
        op.execute("DROP FUNCTION refuse_without_finding()")
    op.drop_table("findings")


def _guard_sqlite() -> None:
    for name, write in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON findings BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )
    op.execute(
        f"CREATE TRIGGER {NEEDS} BEFORE INSERT ON rounds"
        f" WHEN NEW.fallback_of_id IS NOT NULL AND NOT EXISTS ({FOUND})"
        f" BEGIN SELECT RAISE(ABORT, '{NEEDS}'); END"
    )


def _guard_postgresql() -> None:
    for name, write in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {write} ON findings FOR EACH ROW EXECUTE FUNCTION refuse_write()"
        )
    op.execute(
        f"""
        CREATE FUNCTION refuse_without_finding() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.fallback_of_id IS NOT NULL AND NOT EXISTS ({FOUND}) THEN
                RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {NEEDS} BEFORE INSERT ON rounds FOR EACH ROW"
        " EXECUTE FUNCTION refuse_without_finding()"
    )
