"""import and export logs, profiles, presets

Revision ID: 0005
Revises: 0004

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = '0005'
down_revision: Union[str, Sequence[str], None] = '0004'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Saved mappings and presets, and the logs of imports and exports."""
    _add_imports()
    _add_exports()


def downgrade() -> None:
    """Forget them."""
    op.drop_table('export_jobs')
    op.drop_table('export_presets')
    op.drop_table('import_jobs')
    op.drop_table('import_profiles')


def _add_imports() -> None:
    op.create_table(
        'import_profiles',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.String(length=200), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.String(length=200), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('name_key', sa.String(length=250), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('columns', sa.JSON(), nullable=False),
        sa.Column('mapping', sa.JSON(), nullable=False),
        sa.Column('options', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ['owner_id'], ['staff_users.id'],
            name=op.f('fk_import_profiles_owner_id'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_profiles')),
        sqlite_autoincrement=True,
    )
    op.create_index(
        'uq_import_profiles_name_key', 'import_profiles', ['owner_id', 'name_key'], unique=True
    )
    op.create_table(
        'import_jobs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor_id', sa.Integer(), nullable=True),
        sa.Column('actor_name', sa.String(length=200), nullable=False),
        sa.Column('file_name', sa.String(length=255), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False),
        sa.Column('profile_id', sa.Integer(), nullable=True),
        sa.Column('profile_name', sa.String(length=100), nullable=False),
        sa.Column('match_by', sa.String(length=32), nullable=False),
        sa.Column('mode', sa.String(length=32), nullable=False),
        sa.Column('created', sa.Integer(), nullable=False),
        sa.Column('updated', sa.Integer(), nullable=False),
        sa.Column('unchanged', sa.Integer(), nullable=False),
        sa.Column('skipped', sa.Integer(), nullable=False),
        sa.Column('refused', sa.Integer(), nullable=False),
        sa.Column('command', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_jobs')),
    )
    op.create_index('ix_import_jobs_sha256', 'import_jobs', ['sha256'])
    op.create_index('ix_import_jobs_profile_id', 'import_jobs', ['profile_id'])


def _add_exports() -> None:
    op.create_table(
        'export_presets',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('created_by', sa.String(length=200), nullable=False),
        sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('updated_by', sa.String(length=200), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('name_key', sa.String(length=250), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('form', sa.String(length=16), nullable=False),
        sa.Column('columns', sa.JSON(), nullable=False),
        sa.Column('sort', sa.String(length=40), nullable=False),
        sa.Column('descending', sa.Boolean(), nullable=False),
        sa.Column('each_email_once', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['owner_id'], ['staff_users.id'],
            name=op.f('fk_export_presets_owner_id'), ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_export_presets')),
        sqlite_autoincrement=True,
    )
    op.create_index(
        'uq_export_presets_name_key', 'export_presets', ['owner_id', 'name_key'], unique=True
    )
    op.create_table(
        'export_jobs',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor_id', sa.Integer(), nullable=True),
        sa.Column('actor_name', sa.String(length=200), nullable=False),
        sa.Column('file_name', sa.String(length=255), nullable=False),
        sa.Column('form', sa.String(length=16), nullable=False),
        sa.Column('scope', sa.String(length=16), nullable=False),
        sa.Column('asked', sa.JSON(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('columns', sa.JSON(), nullable=False),
        sa.Column('rows', sa.Integer(), nullable=False),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('written', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_export_jobs')),
    )
