"""The tables of the store, for SQLCipher and PostgreSQL alike; `db/migrations` creates and changes them.

Money is integer centimes, rates are integer ten-thousandths, moments are UTC, ids are UUIDv7.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    false,
)
from sqlalchemy.engine import Dialect

REVISION = "0005"
# SQLite's integers hold any amount; those of PostgreSQL end at some twenty million dirhams.
Money = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment kept in UTC, aware on both sides of the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Drops the zone after moving to UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Says that what was read is UTC."""
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

office = Table(
    "office",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mutuelle", String, nullable=False),
    Column("name", String, nullable=False),
    Column("code", String, nullable=False),
    Column("station", String, nullable=False),
    Column("phone", String, nullable=False, server_default=""),
    Column("address", String, nullable=False, server_default=""),
)

agents = Table(
    "agents",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("active", Boolean, nullable=False),
)

shared_keys = Table(
    "shared_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("vault", Text, nullable=False),
)

families = Table(
    "families",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("immatriculation", String, nullable=False, index=True),
    Column("affiliation", String, nullable=False),
    Column("mutuelle", String, nullable=False),
    Column("section", String, nullable=False),
    Column("status", String, nullable=False),
    Column("extract_day", Date, nullable=False),
    Column("ppr", String, nullable=False, server_default=""),
    Column("phone", String, nullable=False, server_default=""),
    Column("address", String, nullable=False, server_default=""),
    Column("rib", String, nullable=False, server_default=""),
)

people = Table(
    "people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("family_id", ForeignKey("families.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("relation", String, nullable=False),
    Column("last_name", String, nullable=False),
    Column("first_name", String, nullable=False),
    Column("arabic_name", String, nullable=False),
    Column("birth", Date, nullable=False),
    Column("sex", String, nullable=False),
    Column("cin", String, nullable=False),
    Column("rights_from", Date, nullable=False),
    Column("rights_to", Date),
    Index(None, "number", unique=True),
)

certificates = Table(
    "certificates",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("until", Date, nullable=False),
)

person_numbers = Table(
    "person_numbers",
    metadata,
    Column("number", String, primary_key=True),
    Column("person", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

name_words = Table(
    "name_words",
    metadata,
    Column("word", String, primary_key=True),
    Column("people", LargeBinary, nullable=False),
)

person_likeness = Table(
    "person_likeness",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

told_apart = Table(
    "told_apart",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("other", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("agent", String, nullable=False),
)

merges = Table(
    "merges",
    metadata,
    Column("dropped", ForeignKey("people.id"), primary_key=True),
    Column("kept", ForeignKey("people.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("agent", String, nullable=False),
)

learnt = Table(
    "learnt",
    metadata,
    Column("subject", Uuid, primary_key=True),
    Column("field", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("agent", String, nullable=False),
)

practitioners = Table(
    "practitioners",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("inpe", String, nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("speciality", String, nullable=False),
    Column("place", String, nullable=False),
    Column("ice", String, nullable=False, server_default=""),
    Column("fiscal_id", String, nullable=False, server_default=""),
    Column("learnt", Boolean, nullable=False),
    Column("learnt_at", Moment),
    Column("learnt_by", String, nullable=False, server_default=""),
    Column("rejected", Text, nullable=False, server_default=""),
    Column("shared", Boolean, nullable=False, server_default=false()),
)

conventions = Table(
    "conventions",
    metadata,
    Column("practitioner_id", ForeignKey("practitioners.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("member", Boolean, nullable=False),
)

extracts = Table(
    "extracts",
    metadata,
    Column("register", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("imported_at", Moment, nullable=False),
)

mappings = Table(
    "mappings",
    metadata,
    Column("register", String, primary_key=True),
    Column("header", String, primary_key=True),
    Column("columns", JSON(none_as_null=True), nullable=False),
)

medicine_editions = Table(
    "medicine_editions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("label", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("fingerprint", String, nullable=False, unique=True),
    Column("imported_at", Moment, nullable=False),
)

medicines = Table(
    "medicines",
    metadata,
    Column("edition_id", ForeignKey("medicine_editions.id"), primary_key=True),
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("dci", String, nullable=False),
    Column("dosage", String, nullable=False),
    Column("form", String, nullable=False),
    Column("presentation", String, nullable=False),
    Column("ppv", Money, nullable=False),
    Column("ph", Money, nullable=False),
    Column("base", Money, nullable=False),
    Column("generic", Boolean, nullable=False),
    Column("rate", Integer, nullable=False),
    Column("search", String, nullable=False),
)

lots = Table(
    "lots",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", String, nullable=False, unique=True),
    Column("form", String, nullable=False),
    Column("payer", String, nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("agent", String, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Column("content_hash", String, nullable=False),
    Column("copies", Integer, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", String, unique=True),
    Column("state", String, nullable=False),
    Column("form", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("family_id", ForeignKey("families.id"), nullable=False),
    Column("beneficiary_id", ForeignKey("people.id"), nullable=False),
    Column("deposit_day", Date, nullable=False),
    Column("care_day", Date),
    Column("prescriber", String, nullable=False),
    Column("payer", String, nullable=False),
    Column("billed", Money, nullable=False),
    Column("estimated", Money),
    Column("content", LargeBinary, nullable=False),
    Column("evaluation", LargeBinary),
    Column("agent", String, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("received_at", Moment),
    Column("lot_id", ForeignKey("lots.id")),
    Column("receipts", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("agreement_id", ForeignKey("agreements.id", use_alter=True)),
    Column("printed_for", ForeignKey("people.id")),
    Index(None, "family_id", "deposit_day"),
    Index(None, "state", "form"),
    Index(None, "deposit_day"),
    Index(None, "lot_id"),
    Index(None, "agreement_id"),
    Index(None, "beneficiary_id", "form"),
)

agreements = Table(
    "agreements",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("state", String, nullable=False),
    Column("family_id", ForeignKey("families.id"), nullable=False, index=True),
    Column("beneficiary_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("practitioner", String, nullable=False),
    Column("requested_on", Date, nullable=False, index=True),
    Column("codes", JSON(none_as_null=True), nullable=False),
    Column("teeth", JSON(none_as_null=True), nullable=False),
    Column("quoted", Money),
    Column("number", String, nullable=False),
    Column("number_key", String, nullable=False, index=True),
    Column("decided_on", Date),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("request_id", ForeignKey("dossiers.id"), index=True),
    Column("agent", String, nullable=False),
    Column("version", Integer, nullable=False),
    Index(None, "state", "requested_on"),
)

odf_cases = Table(
    "odf_cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("family_id", ForeignKey("families.id"), nullable=False),
    Column("beneficiary_id", ForeignKey("people.id"), nullable=False, unique=True),
    Column("opened_on", Date, nullable=False),
    Column("practitioner", String, nullable=False),
    Column("former_practitioner", String, nullable=False),
    Column("transferred_on", Date),
    Column("told", LargeBinary, nullable=False),
    Column("closed_on", Date),
    Column("note", Text, nullable=False),
    Column("agent", String, nullable=False),
    Column("version", Integer, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Integer, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("agent", String, nullable=False),
    Column("station", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("event", String, nullable=False),
    Column("details", JSON(none_as_null=True), nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
