"""savings: lines of estimates, realised savings, postal rates; what is recorded stays (D11).

A batch operation that rebuilds one of these tables on SQLite drops its triggers: put them back after it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

GUARDS = (
    ("saving_lines_stay", "saving_lines", "UPDATE"),
    ("saving_lines_are_kept", "saving_lines", "DELETE"),
    ("realised_savings_stay", "realised_savings", "UPDATE"),
    ("realised_savings_are_kept", "realised_savings", "DELETE"),
)


def upgrade() -> None:
    """Make the tables, then the guards."""
    op.create_table(
        "postage_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "postcard",
                "letter_25",
                "letter_50",
                "nonstandard_50",
                "nonstandard_100",
                "nonstandard_150",
                name="item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("yen", sa.Integer(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_printed", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("yen > 0", name=op.f("ck_postage_rates_yen")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_postage_rates_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postage_rates")),
        sa.UniqueConstraint("item", "since", name="uq_postage_rates_since"),
    )
    op.create_table(
        "saving_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "postage",
                "printing",
                "staff_hours",
                "system",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("before_yen", sa.Integer(), nullable=False),
        sa.Column(
            "before_item",
            sa.Enum(
                "postcard",
                "letter_25",
                "letter_50",
                "nonstandard_50",
                "nonstandard_100",
                "nonstandard_150",
                name="before_item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("before_discount", sa.Integer(), nullable=False),
        sa.Column("after_yen", sa.Integer(), nullable=False),
        sa.Column(
            "after_item",
            sa.Enum(
                "postcard",
                "letter_25",
                "letter_50",
                "nonstandard_50",
                "nonstandard_100",
                "nonstandard_150",
                name="after_item",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("after_discount", sa.Integer(), nullable=False),
        sa.Column("rates_on", sa.Date(), nullable=True),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind = 'postage' AND rates_on IS NOT NULL AND (before_item IS NOT NULL OR after_item IS NOT NULL) OR kind <> 'postage' AND rates_on IS NULL AND before_item IS NULL AND after_item IS NULL",
            name=op.f("ck_saving_lines_items_of_postage"),
        ),
        sa.CheckConstraint("trim(what) <> ''", name=op.f("ck_saving_lines_what")),
        sa.CheckConstraint(
            "before_discount BETWEEN 0 AND 100 AND after_discount BETWEEN 0 AND 100",
            name=op.f("ck_saving_lines_discounts"),
        ),
        sa.CheckConstraint("before_yen >= 0 AND after_yen >= 0", name=op.f("ck_saving_lines_units")),
        sa.CheckConstraint("volume > 0", name=op.f("ck_saving_lines_volume")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_saving_lines_city_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["proposal_versions.id"], name=op.f("fk_saving_lines_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saving_lines")),
        sa.UniqueConstraint("version_id", "position", name="uq_saving_lines_position"),
    )
    op.create_index(op.f("ix_saving_lines_city_id"), "saving_lines", ["city_id"], unique=False)
    op.create_table(
        "realised_savings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("yen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by_printed", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(basis) <> ''", name=op.f("ck_realised_savings_basis")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_realised_savings_revision")),
        sa.ForeignKeyConstraint(["city_id"], ["cities.id"], name=op.f("fk_realised_savings_city_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_realised_savings_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_realised_savings_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_realised_savings")),
        sa.UniqueConstraint(
            "decision_id", "city_id", "fiscal_year", "revision", name="uq_realised_savings_revision"
        ),
    )
    op.create_index(op.f("ix_realised_savings_city_id"), "realised_savings", ["city_id"], unique=False)
    op.create_index(
        op.f("ix_realised_savings_fiscal_year"), "realised_savings", ["fiscal_year"], unique=False
    )
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
    """Take the tables away; their guards go with them."""
    op.drop_index(op.f("ix_realised_savings_fiscal_year"), table_name="realised_savings")
    op.drop_index(op.f("ix_realised_savings_city_id"), table_name="realised_savings")
    op.drop_table("realised_savings")
    op.drop_index(op.f("ix_saving_lines_city_id"), table_name="saving_lines")
    op.drop_table("saving_lines")
    op.drop_table("postage_rates")
