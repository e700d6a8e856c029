"""What the database itself refuses, whoever asks: to rewrite the log, or a certificate that was issued.

The same rules hold on SQLite and PostgreSQL. They are put in place after every migration and not by one of them:
SQLite makes a table anew to change it, and its triggers go with the old one. Who owns the database can take them
away; that is what the log's witnesses are for.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections

ERASED = "EXISTS (SELECT 1 FROM certificates_logentry e WHERE e.certificate_id = {certificate} AND e.kind = 'erase')"
THIS_ERASED = ERASED.format(certificate="OLD.id")
ITS_ERASED = ERASED.format(certificate="OLD.certificate_id")
SALT_ERASED = ERASED.format(
    certificate="(SELECT s.certificate_id FROM certificates_logentry s WHERE s.index = OLD.entry_id AND s.kind <> 'erase')"
)
ERASING = f"OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {THIS_ERASED}"
MOVES = {"pending": ["issued"], "issued": ["superseded", "revoked", "expired"], "expired": ["revoked"]}


def differs(*columns: str) -> str:
    """Whether an update changes one of the columns; `<>` stands for a comparison that knows NULL."""
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def _illegal_move() -> str:
    legal = [f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, to in MOVES.items() for new in to]
    return f"OLD.state <> NEW.state AND NOT ({' OR '.join(legal)})"


@dataclass(frozen=True)
class Rule:
    """When `action` on `table` is refused. `table` is without the app's name."""

    table: str
    action: str
    name: str
    refused_if: str = "1 = 1"

    @property
    def trigger(self) -> str:
        return f"certificates_{self.table}_{self.name}"


RULES = [
    Rule("certificate", "DELETE", "is_never_deleted"),
    Rule(
        "certificate",
        "UPDATE",
        "keeps_its_identity",
        differs("id", "enrolment_id", "kind", "version", "code", "created_at"),
    ),
    Rule(
        "certificate",
        "UPDATE",
        "keeps_what_was_issued",
        f"OLD.state <> 'pending' AND {differs('serial', 'issued_at', 'expires_on', 'template_version_id')}",
    ),
    Rule(
        "certificate",
        "UPDATE",
        "keeps_its_words",
        f"OLD.state <> 'pending' AND {differs('snapshot', 'snapshot_sha256')} AND NOT ({ERASING})",
    ),
    Rule("certificate", "UPDATE", "moves_on_only", _illegal_move()),
    Rule(
        "certificate",
        "UPDATE",
        "keeps_its_end",
        f"OLD.state IN ('superseded', 'revoked') AND {differs('superseded_by_id', 'revoked_at', 'revocation_reason')}",
    ),
    Rule(
        "certificate",
        "UPDATE",
        "keeps_its_note",
        f"OLD.state = 'revoked' AND {differs('revocation_note')} AND NOT ({ERASING})",
    ),
    Rule(
        "certificate",
        "UPDATE",
        "is_revoked_with_a_note",
        "NEW.state = 'revoked' AND OLD.state <> 'revoked' AND NEW.revocation_note = ''",
    ),
    Rule("certificate", "UPDATE", "is_erased_once_and_logged", f"{differs('erased_at')} AND NOT ({ERASING})"),
    Rule("serialcounter", "UPDATE", "counts_by_one", "NEW.last <> OLD.last + 1 OR NEW.year <> OLD.year"),
    Rule("serialcounter", "DELETE", "stays"),
    Rule("loghead", "UPDATE", "counts_by_one", "NEW.size <> OLD.size + 1 OR NEW.id <> OLD.id"),
    Rule("loghead", "DELETE", "stays"),
    *(
        Rule(table, action, f"refuses_{action.lower()}")
        for table in ("logentry", "lognode", "signedtreehead")
        for action in ("UPDATE", "DELETE")
    ),
    Rule("logsalt", "UPDATE", "refuses_update"),
    Rule("logsalt", "DELETE", "goes_only_by_erasure", f"NOT {SALT_ERASED}"),
    Rule("certificateevent", "DELETE", "stays"),
    Rule(
        "certificateevent",
        "UPDATE",
        "forgets_only_by_erasure",
        f"{differs('id', 'certificate_id', 'kind', 'at', 'actor_id')} OR NEW.reason <> '' OR NOT {ITS_ERASED}",
    ),
    Rule("templateversion", "UPDATE", "refuses_update"),
    Rule("templateversion", "DELETE", "stays"),
    Rule("badgestatus", "UPDATE", "refuses_update"),
    Rule("badgestatus", "DELETE", "stays"),
    Rule("certificatefile", "UPDATE", "refuses_update"),
    Rule("certificatefile", "DELETE", "goes_only_by_erasure", f"NOT {ITS_ERASED}"),
]

PG_FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {condition} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
RETURN NEW; END $$"""
# An empty table may be emptied: so do tests that clear a database.
PG_TRUNCATE = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF EXISTS (SELECT 1 FROM {table}) THEN
RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
RETURN NULL; END $$"""


def install(using: str = "default") -> None:
    """Put every rule in place. Harmless when they are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not {f"certificates_{rule.table}" for rule in RULES} <= tables:
            return  # in the middle of the app's history
        statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
        for statement in statements:
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the rules away on SQLite, whose tables are made anew while migrating. Elsewhere they stay."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for rule in RULES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.trigger}")


def _sqlite() -> list[str]:
    made = []
    for rule in RULES:
        condition = rule.refused_if.replace("IS DISTINCT FROM", "IS NOT").replace("s.index", 's."index"')
        made += [
            f"DROP TRIGGER IF EXISTS {rule.trigger}",
            (
                f"CREATE TRIGGER {rule.trigger} BEFORE {rule.action} ON certificates_{rule.table} FOR EACH ROW "
                f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{rule.trigger}'); END"
            ),
        ]
    return made


def _postgresql() -> list[str]:
    made = []
    for rule in RULES:
        made += _pg_trigger(rule, PG_FUNCTION.format(name=rule.trigger, condition=rule.refused_if), "FOR EACH ROW")
    for table in dict.fromkeys(rule.table for rule in RULES):
        rule = Rule(table, "TRUNCATE", "is_not_emptied")
        function = PG_TRUNCATE.format(name=rule.trigger, table=f"certificates_{table}")
        made += _pg_trigger(rule, function, "FOR EACH STATEMENT")
    return made


def _pg_trigger(rule: Rule, function: str, each: str) -> list[str]:
    return [
        function,
        f"DROP TRIGGER IF EXISTS {rule.trigger} ON certificates_{rule.table}",
        (
            f"CREATE TRIGGER {rule.trigger} BEFORE {rule.action} ON certificates_{rule.table} "
            f"{each} EXECUTE FUNCTION {rule.trigger}()"
        ),
    ]


def before_migrating(using: str, plan: list[Any], **kwargs: Any) -> None:
    """Signal pre_migrate."""
    if plan:
        remove(using)


def after_migrating(using: str, **kwargs: Any) -> None:
    """Signal post_migrate."""
    install(using)
