"""saved views

Revision ID: 0003
Revises: 0002

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from migrations.folded import fold_customers


revision: str = '0003'
down_revision: Union[str, Sequence[str], None] = '0002'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# Folded column -> what it is folded from.
KEYS = {
    'email_key': 'email',
    'website_key': 'website',
    'client_key': 'client_id',
    'state_key': 'state',
    'postal_key': 'postal_code',
    'notes_key': 'notes',
}


def upgrade() -> None:
    """Tables of saved views, and what filters compare beyond what lists sort by."""
    op.create_table(
        'saved_views',
        sa.Column('page', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('name_key', sa.Text(), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('asked', sa.JSON(), nullable=False),
        sa.Column('layout', sa.JSON(), nullable=False),
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.String(length=200), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ['owner_id'], ['staff_users.id'],
            name=op.f('fk_saved_views_owner_id'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_views')),
        sa.UniqueConstraint(
            'owner_id', 'page', 'name_key', name=op.f('uq_saved_views_owner_id_page_name_key')
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_saved_views_page_shared'), 'saved_views', ['page', 'shared'])
    op.create_table(
        'default_views',
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('page', sa.String(length=40), nullable=False),
        sa.Column('view', sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ['staff_id'], ['staff_users.id'],
            name=op.f('fk_default_views_staff_id'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('staff_id', 'page', name=op.f('pk_default_views')),
    )
    for key in KEYS:
        op.add_column('customers', sa.Column(key, sa.Text(), nullable=True))
    fold_customers(KEYS)


def downgrade() -> None:
    """Forget the views."""
    for key in reversed(KEYS):
        op.drop_column('customers', key)
    op.drop_table('default_views')
    op.drop_table('saved_views')
