"""The registers at full size: a number for each person, their numbers and the words of their names apart.

From here on a store may also be on a PostgreSQL server: the keys of its agents, amounts beyond 32 bits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

AMOUNTS = {"medicines": ("ppv", "ph", "base"), "dossiers": ("billed", "estimated"), "agreements": ("quoted",)}


def upgrade() -> None:
    """Adds the columns and tables; the program writes the words of the names when it opens the store."""
    for name in ("ppr", "phone", "address", "rib"):
        op.add_column("families", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("ice", "fiscal_id"):
        op.add_column("practitioners", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("people", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "conventions",
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("member", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioners.id"], name=op.f("fk_conventions_practitioner_id")),
        sa.PrimaryKeyConstraint("practitioner_id", "since", name=op.f("pk_conventions")),
    )
    op.create_table(
        "person_numbers",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", "person", name=op.f("pk_person_numbers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "name_words",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("people", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_name_words")),
    )
    op.create_table(
        "shared_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_keys")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in AMOUNTS.items():
            for column in columns:
                op.alter_column(table, column, type_=sa.BigInteger())
    _number_people()
    op.create_index(op.f("ix_people_number"), "people", ["number"], unique=True)
    op.execute(
        "INSERT INTO person_numbers (number, person) SELECT substr(k.key, 2), p.number"
        " FROM person_keys k JOIN people p ON p.id = k.person_id WHERE k.key LIKE '#%'"
    )
    op.drop_table("person_keys")


def _number_people() -> None:
    """Numbers people in the order of their ids, which is that in which they were entered."""
    connection = op.get_bind()
    people = sa.table("people", sa.column("id", sa.Uuid()), sa.column("number", sa.Integer()))
    ids = connection.execute(sa.select(people.c.id).order_by(people.c.id)).scalars().all()
    if not ids:
        return
    wanted = people.update().where(people.c.id == sa.bindparam("of")).values(number=sa.bindparam("to"))
    connection.execute(wanted, [{"of": person, "to": number} for number, person in enumerate(ids, start=1)])
    counters = sa.table("counters", sa.column("name", sa.String()), sa.column("value", sa.Integer()))
    rows = [{"name": name, "value": len(ids)} for name in ("people", "people_number")]
    connection.execute(counters.insert(), rows)
