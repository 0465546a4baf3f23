"""How a room makes its tables the first time."""

from typing import Any

from django.db.migrations import CreateModel, Migration, RunPython
from django.db.migrations.state import ProjectState


class FirstMigration(Migration):
    """The first migration of a room: all its tables at once, each as the last operation leaves it.

    Django draws anew every model that is related to a table, after each table. With the tables of all rooms that took
    most of the time of an installation. Here the models are drawn once for a room. So a table is made with the columns
    and constraints that operations below it add, and of these only the deeds in Python are done besides.
    """

    def apply(self, project_state: ProjectState, schema_editor: Any, collect_sql: bool = False) -> ProjectState:
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if isinstance(operation, CreateModel | RunPython):
                operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
