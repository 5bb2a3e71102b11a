"""news of changes

Revision ID: 0007
Revises: 0006

"""
from typing import Sequence, Union

from alembic import op


revision: str = '0007'
down_revision: Union[str, Sequence[str], None] = '0006'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """PostgreSQL tells whoever listens that something was committed; SQLite does by itself."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION tell_news() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN PERFORM pg_notify('customer_desk', NEW.seq::text); RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_head_news AFTER UPDATE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION tell_news()"
    )


def downgrade() -> None:
    """Silence again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_head_news ON audit_head")
        op.execute("DROP FUNCTION tell_news")
