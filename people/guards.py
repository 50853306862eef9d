"""Migration operations with which the database itself refuses to rewrite history.

Django's SQLite schema editor rebuilds a table to alter it, and drops its triggers with it:
a migration that alters a guarded table ends with the guard again. A test asks every guarded
table, on both databases, whether it still refuses.
"""

from collections.abc import Sequence

from django.db.migrations.operations.base import Operation

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is history: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


class Guard(Operation):
    """Refuse some statements on a model's table, optionally only while a condition holds.

    ``condition`` is an SQL expression over the row, in which ``{row}`` stands for OLD or NEW.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, statements: Sequence[str], condition: str = "") -> None:
        self.model = model
        self.statements = tuple(statements)
        self.condition = condition

    def state_forwards(self, app_label, state) -> None:
        """Leave the models as they are: a guard lives in the database alone."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            schema_editor.execute(_POSTGRES_FUNCTION, params=None)
        for statement in self.statements:
            self._drop(schema_editor, table, statement)
            schema_editor.execute(self._create(table, statement, postgres=postgres), params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in self.statements:
            self._drop(schema_editor, table, statement)

    def describe(self) -> str:
        return f"Refuse {', '.join(self.statements)} on {self.model}"

    @property
    def migration_name_fragment(self) -> str:
        return f"guard_{self.model.lower()}"

    def _drop(self, schema_editor, table: str, statement: str) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {self._name(table, statement)}{on_table}", params=None
        )

    def _name(self, table: str, statement: str) -> str:
        return f"{table}_append_only_{statement.lower()}"

    def _create(self, table: str, statement: str, *, postgres: bool) -> str:
        row = "NEW" if statement == "INSERT" else "OLD"
        when = self.condition.format(row=row)
        name = self._name(table, statement)
        head = f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH ROW"
        if postgres:
            # A WHEN of PostgreSQL holds no subquery: a condition with one becomes a function.
            return self._create_postgres(table, statement, head, when, row)
        clause = f" WHEN {when}" if when else ""
        refusal = f"SELECT RAISE(ABORT, '{table} is history: {statement} is refused')"
        return f"{head}{clause} BEGIN {refusal}; END"

    def _create_postgres(self, table, statement, head, when, row) -> str:
        if not when:
            return f"{head} EXECUTE FUNCTION refuse_rewrite()"
        name = self._name(table, statement)
        return f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {when} THEN
                    RAISE EXCEPTION '{table} is history: {statement} is refused'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN {"NEW" if statement != "DELETE" else "OLD"};
            END $$;
            {head} EXECUTE FUNCTION {name}()
        """


def append_only(model: str) -> Guard:
    """Rows come, and neither change nor go."""
    return Guard(model, ["UPDATE", "DELETE"])


def never_deleted(model: str) -> Guard:
    """Rows may change state, and never go."""
    return Guard(model, ["DELETE"])
