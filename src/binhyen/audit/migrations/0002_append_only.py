"""The database itself refuses to change or delete a log entry."""

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_logentry BEGIN SELECT RAISE(ABORT, 'log entries never change'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_logentry BEGIN SELECT RAISE(ABORT, 'log entries are never deleted'); END",
)
POSTGRES = (
    (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'log entries never change'; END $$"
    ),
    (
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_logentry "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
    ),
)


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER audit_no_change ON audit_logentry")
        schema_editor.execute("DROP FUNCTION audit_refuse()")
    else:
        schema_editor.execute("DROP TRIGGER audit_no_update")
        schema_editor.execute("DROP TRIGGER audit_no_delete")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
