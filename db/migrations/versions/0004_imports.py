"""What is remembered of the imports: the latest file of each register, and the columns chosen for each header."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the two tables."""
    op.create_table(
        "extracts",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("register", name=op.f("pk_extracts")),
    )
    op.create_table(
        "mappings",
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("register", "header", name=op.f("pk_mappings")),
    )
