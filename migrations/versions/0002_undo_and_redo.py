"""undo and redo

Revision ID: 0002
Revises: 0001

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = '0002'
down_revision: Union[str, Sequence[str], None] = '0001'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """What was undone, what undoing needs beside the audit trail, whom a message is about."""
    op.create_table(
        'reversals',
        sa.Column('command', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('tip', sa.BigInteger(), nullable=False),
        sa.Column('undone_by', sa.BigInteger(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('by', sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint('command', name=op.f('pk_reversals')),
    )
    op.create_index(
        op.f('ix_reversals_staff_id_undone_by'), 'reversals', ['staff_id', 'undone_by']
    )
    op.create_table(
        'withheld',
        sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('field', sa.String(length=64), nullable=False),
        sa.Column('old', sa.LargeBinary(), nullable=True),
        sa.Column('new_digest', sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint('seq', 'field', name=op.f('pk_withheld')),
    )
    op.add_column('outbox_messages', sa.Column('customer_id', sa.Integer(), nullable=True))
    op.create_index(
        op.f('ix_outbox_messages_customer_id'), 'outbox_messages', ['customer_id']
    )
    refers = sa.text('referred_by_id IS NOT NULL')
    op.create_index(
        'ix_customers_referred_by_id', 'customers', ['referred_by_id'],
        sqlite_where=refers, postgresql_where=refers,
    )


def downgrade() -> None:
    """Forget all of it."""
    op.drop_index('ix_customers_referred_by_id', 'customers')
    op.drop_index(op.f('ix_outbox_messages_customer_id'), 'outbox_messages')
    op.drop_column('outbox_messages', 'customer_id')
    op.drop_table('withheld')
    op.drop_table('reversals')
