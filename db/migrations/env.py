"""Runs the migrations over the connection that the program opened; a store is never migrated from outside."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None, render_as_batch=True)
context.run_migrations()
