"""People entered twice, what was learnt at the counter, and whose entries in the register of practitioners."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the columns and tables; the program writes who is like whom when it opens the store."""
    op.create_table(
        "person_likeness",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "person", name=op.f("pk_person_likeness")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told_apart",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_told_apart")),
    )
    op.create_table(
        "merges",
        sa.Column("dropped", sa.Uuid(), nullable=False),
        sa.Column("kept", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dropped"], ["people.id"], name=op.f("fk_merges_dropped")),
        sa.ForeignKeyConstraint(["kept"], ["people.id"], name=op.f("fk_merges_kept")),
        sa.PrimaryKeyConstraint("dropped", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_kept"), "merges", ["kept"])
    op.create_table(
        "learnt",
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "field", name=op.f("pk_learnt")),
    )
    op.add_column("practitioners", sa.Column("learnt_at", sa.DateTime()))
    op.add_column("practitioners", sa.Column("learnt_by", sa.String(), nullable=False, server_default=""))
    op.add_column("practitioners", sa.Column("rejected", sa.Text(), nullable=False, server_default=""))
    op.add_column("practitioners", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("dossiers") as dossiers:
        dossiers.add_column(sa.Column("printed_for", sa.Uuid()))
        dossiers.create_foreign_key(op.f("fk_dossiers_printed_for"), "people", ["printed_for"], ["id"])
