"""Prior agreements and orthodontic treatments, and the agreement that covers a dossier."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates both tables, and adds its agreement to the dossier."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("beneficiary_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("codes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("teeth", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("quoted", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("number_key", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["beneficiary_id"], ["people.id"], name=op.f("fk_agreements_beneficiary_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_agreements_family_id")),
        sa.ForeignKeyConstraint(["request_id"], ["dossiers.id"], name=op.f("fk_agreements_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    for columns in (
        ["beneficiary_id"],
        ["family_id"],
        ["number_key"],
        ["request_id"],
        ["requested_on"],
        ["state", "requested_on"],
    ):
        op.create_index(op.f(f"ix_agreements_{'_'.join(columns)}"), "agreements", columns, unique=False)
    op.create_table(
        "odf_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("beneficiary_id", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("practitioner", sa.String(), nullable=False),
        sa.Column("former_practitioner", sa.String(), nullable=False),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["beneficiary_id"], ["people.id"], name=op.f("fk_odf_cases_beneficiary_id")),
        sa.ForeignKeyConstraint(["family_id"], ["families.id"], name=op.f("fk_odf_cases_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_odf_cases")),
        sa.UniqueConstraint("beneficiary_id", name=op.f("uq_odf_cases_beneficiary_id")),
    )
    with op.batch_alter_table("dossiers") as dossiers:
        dossiers.add_column(sa.Column("agreement_id", sa.Uuid(), nullable=True))
        dossiers.create_foreign_key(op.f("fk_dossiers_agreement_id"), "agreements", ["agreement_id"], ["id"])
        dossiers.create_index(op.f("ix_dossiers_agreement_id"), ["agreement_id"], unique=False)
        dossiers.create_index(op.f("ix_dossiers_beneficiary_id_form"), ["beneficiary_id", "form"], unique=False)
