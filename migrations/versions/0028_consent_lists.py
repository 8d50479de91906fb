"""consent lists of meetings: which items are put to their ballots together, and which a city pulled out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from migrations.vocabulary import allow

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

KEYS = {
    "item_id": "agenda_items",
    "listed_by_id": "users",
    "pulled_by_id": "users",
    "pulled_city_id": "cities",
    "round_id": "rounds",
}


def upgrade() -> None:
    """Make the table, and let the log and the inbox know what happens on a consent list."""
    op.create_table(
        "consent_items",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("listed_by_id", sa.Integer(), nullable=False),
        sa.Column("listed_by_printed", sa.String(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pulled_by_id", sa.Integer(), nullable=True),
        sa.Column("pulled_by_printed", sa.String(), nullable=False),
        sa.Column("pulled_city_id", sa.Integer(), nullable=True),
        sa.Column("pull_reason", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(pulled_at IS NULL) = (pulled_by_id IS NULL) AND (pulled_at IS NULL) = (pulled_city_id IS NULL)",
            name=op.f("ck_consent_items_pulled_by_someone"),
        ),
        sa.CheckConstraint(
            "pulled_at IS NULL OR round_id IS NULL", name=op.f("ck_consent_items_pulled_or_put_to_ballot")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_consent_items_{column}"))
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_consent_items")),
        sa.UniqueConstraint("round_id", name=op.f("uq_consent_items_round_id")),
    )
    allow("events", "kind", "consent_listed", "consent_pulled", "consent_put")
    allow("notices", "kind", "consent_pulled")


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("consent_items")
