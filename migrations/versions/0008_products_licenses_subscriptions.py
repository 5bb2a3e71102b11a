"""products, plans, licenses, activations, subscriptions, domains

Revision ID: 0008
Revises: 0007

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from migrations.searched import FOLDED, drop_search, index_search, tell, tell_no_more


revision: str = '0008'
down_revision: Union[str, Sequence[str], None] = '0007'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# Tables whose rows are searched for by their text.
SEARCHED = ('products', 'plans', 'licenses', 'activations', 'subscriptions', 'domains')
# Of these, what also sorts by its customer's name and is found by it.
TOLD = ('licenses', 'activations', 'subscriptions', 'domains')
# What a license takes over besides.
LINKED = (
    "email = coalesce(new.email, ''), email_norm = substr(coalesce(new.email_norm, ''), 1, 250), "
    "client_id = new.client_id, "
)


def upgrade() -> None:
    """Create the tables, their search indexes, and what keeps them in step with customers."""
    create_tables()
    op.execute(
        "INSERT INTO number_series (name, prefix, width, next_value) "
        "SELECT 'subscriptions', 'SUB-', 6, 1 FROM organization"
    )
    index_search(SEARCHED)
    tell_of_customers()


def tell_of_customers() -> None:
    """Whoever renames a customer renames it in these lists, too."""
    tell(TOLD, 'customers_tell', {'licenses': LINKED})


def create_tables() -> None:
    """Everything the models declare."""
    op.create_table('file_contents',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_file_contents'))
    )
    op.create_table('products',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('email_on_issue', sa.Boolean(), nullable=False),
    sa.Column('key_format', sa.String(length=60), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('reference_norm', FOLDED, nullable=False),
    sa.Column('name_key', FOLDED, nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('plans', sa.Integer(), nullable=False),
    sa.Column('licenses', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_products_active', 'products', ['active', 'id'], unique=False)
    op.create_index('ix_products_created_at', 'products', ['created_at', 'id'], unique=False)
    op.create_index('ix_products_licenses', 'products', ['licenses', 'id'], unique=False)
    op.create_index('ix_products_name_key', 'products', ['name_key', 'id'], unique=False)
    op.create_index('ix_products_plans', 'products', ['plans', 'id'], unique=False)
    op.create_index('ix_products_reference_norm', 'products', ['reference_norm', 'id'], unique=False)
    op.create_index('ix_products_updated_at', 'products', ['updated_at', 'id'], unique=False)
    op.create_index('uq_products_reference_norm', 'products', ['reference_norm'], unique=True)
    op.create_table('signing_keys',
    sa.Column('key_id', sa.String(length=32), nullable=False),
    sa.Column('public_key', sa.String(length=60), nullable=False),
    sa.Column('private_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('signs_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_keys')),
    sa.UniqueConstraint('key_id', name=op.f('uq_signing_keys_key_id')),
    sqlite_autoincrement=True
    )
    op.create_table('plans',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('terms_id', sa.Integer(), nullable=True),
    sa.Column('name_norm', FOLDED, nullable=False),
    sa.Column('name_key', FOLDED, nullable=False),
    sa.Column('product_key', FOLDED, nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('monthly_minor', sa.BigInteger(), nullable=True),
    sa.Column('yearly_minor', sa.BigInteger(), nullable=True),
    sa.Column('activation_limit', sa.Integer(), nullable=True),
    sa.Column('licenses', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_plans_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_plans_activation_limit', 'plans', ['activation_limit', 'id'], unique=False)
    op.create_index('ix_plans_active', 'plans', ['active', 'id'], unique=False)
    op.create_index('ix_plans_created_at', 'plans', ['created_at', 'id'], unique=False)
    op.create_index('ix_plans_licenses', 'plans', ['licenses', 'id'], unique=False)
    op.create_index('ix_plans_monthly_minor', 'plans', ['monthly_minor', 'id'], unique=False)
    op.create_index('ix_plans_name_key', 'plans', ['name_key', 'id'], unique=False)
    op.create_index('ix_plans_product_key', 'plans', ['product_key', 'id'], unique=False)
    op.create_index('ix_plans_updated_at', 'plans', ['updated_at', 'id'], unique=False)
    op.create_index('ix_plans_yearly_minor', 'plans', ['yearly_minor', 'id'], unique=False)
    op.create_index('uq_plans_product_id_name_norm', 'plans', ['product_id', 'name_norm'], unique=True)
    op.create_table('product_files',
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('release', sa.String(length=40), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('released_on', sa.Date(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_product_files_product_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_files')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_product_files_product_id_id'), 'product_files', ['product_id', 'id'], unique=False)
    op.create_table('plan_terms',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=200), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('monthly_minor', sa.BigInteger(), nullable=True),
    sa.Column('yearly_minor', sa.BigInteger(), nullable=True),
    sa.Column('months', sa.Integer(), nullable=True),
    sa.Column('expiry_basis', sa.Enum('issue', 'first_activation', name='expirybasis', native_enum=False, length=32), nullable=False),
    sa.Column('on_expiry', sa.Enum('restrict', 'maintain', name='onexpiry', native_enum=False, length=32), nullable=False),
    sa.Column('grace_days', sa.Integer(), nullable=False),
    sa.Column('activation_limit', sa.Integer(), nullable=True),
    sa.Column('overage', sa.Enum('none', 'percent', 'always', name='overage', native_enum=False, length=32), nullable=False),
    sa.Column('overage_percent', sa.Integer(), nullable=False),
    sa.Column('stale_days', sa.Integer(), nullable=False),
    sa.Column('self_deactivations', sa.Integer(), nullable=True),
    sa.Column('offline_allowed', sa.Boolean(), nullable=False),
    sa.Column('user_limit', sa.Integer(), nullable=True),
    sa.Column('quotas', sa.JSON(), nullable=False),
    sa.Column('usage_prices', sa.JSON(), nullable=False),
    sa.Column('tiers', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_plan_terms_plan_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_terms')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_terms_plan_id_number')),
    sqlite_autoincrement=True
    )
    op.create_table('vault_slots',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('recipe', sa.String(length=120), nullable=False),
    sa.Column('wrapped', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff_users.id'], name=op.f('fk_vault_slots_staff_id')),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_vault_slots'))
    )
    op.create_table('subscriptions',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('terms_id', sa.Integer(), nullable=False),
    sa.Column('cycle', sa.Enum('monthly', 'yearly', name='cycle', native_enum=False, length=32), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('status', sa.Enum('trialing', 'active', 'past_due', 'paused', 'cancelled', 'expired', name='subscriptionstatus', native_enum=False, length=32), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('anchor_on', sa.Date(), nullable=False),
    sa.Column('period_start', sa.Date(), nullable=False),
    sa.Column('period_end', sa.Date(), nullable=False),
    sa.Column('trial_ends_on', sa.Date(), nullable=True),
    sa.Column('renews', sa.Boolean(), nullable=False),
    sa.Column('cancel_at_period_end', sa.Boolean(), nullable=False),
    sa.Column('cancel_reason', sa.String(length=500), nullable=False),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('next_on', sa.Date(), nullable=True),
    sa.Column('total_minor', sa.BigInteger(), nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('product_key', FOLDED, nullable=False),
    sa.Column('plan_key', FOLDED, nullable=False),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('period_end > period_start', name=op.f('ck_subscriptions_period_has_days')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_subscriptions_quantity_is_positive')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_subscriptions_customer_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_subscriptions_plan_id')),
    sa.ForeignKeyConstraint(['terms_id'], ['plan_terms.id'], name=op.f('fk_subscriptions_terms_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriptions')),
    sa.UniqueConstraint('uid', name=op.f('uq_subscriptions_uid')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_subscriptions_created_at', 'subscriptions', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_subscriptions_customer_id_id'), 'subscriptions', ['customer_id', 'id'], unique=False)
    op.create_index('ix_subscriptions_customer_key', 'subscriptions', ['customer_key', 'id'], unique=False)
    op.create_index('ix_subscriptions_cycle', 'subscriptions', ['cycle', 'id'], unique=False)
    op.create_index('ix_subscriptions_next_on', 'subscriptions', ['next_on', 'id'], unique=False)
    op.create_index('ix_subscriptions_number', 'subscriptions', ['number', 'id'], unique=False)
    op.create_index('ix_subscriptions_period_end', 'subscriptions', ['period_end', 'id'], unique=False)
    op.create_index(op.f('ix_subscriptions_plan_id_id'), 'subscriptions', ['plan_id', 'id'], unique=False)
    op.create_index('ix_subscriptions_plan_key', 'subscriptions', ['plan_key', 'id'], unique=False)
    op.create_index('ix_subscriptions_total_minor', 'subscriptions', ['total_minor', 'id'], unique=False)
    op.create_index('ix_subscriptions_product_key', 'subscriptions', ['product_key', 'id'], unique=False)
    op.create_index('ix_subscriptions_quantity', 'subscriptions', ['quantity', 'id'], unique=False)
    op.create_index('ix_subscriptions_started_on', 'subscriptions', ['started_on', 'id'], unique=False)
    op.create_index('ix_subscriptions_status', 'subscriptions', ['status', 'id'], unique=False)
    op.create_index('ix_subscriptions_updated_at', 'subscriptions', ['updated_at', 'id'], unique=False)
    op.create_table('licenses',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('key_digest', sa.String(length=64), nullable=False),
    sa.Column('key_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('key_tail', sa.String(length=8), nullable=False),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('terms_id', sa.Integer(), nullable=True),
    sa.Column('customer_id', sa.Integer(), nullable=True),
    sa.Column('client_id', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('order_number', sa.String(length=60), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('available', 'active', 'suspended', 'revoked', 'cancelled', name='licensestate', native_enum=False, length=32), nullable=False),
    sa.Column('state_reason', sa.String(length=500), nullable=False),
    sa.Column('cycle', sa.Enum('monthly', 'yearly', name='cycle', native_enum=False, length=32), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('months_to_run', sa.Integer(), nullable=True),
    sa.Column('overrides', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('available', 'not_started', 'active', 'grace', 'expired', 'suspended', 'revoked', 'cancelled', name='licensestatus', native_enum=False, length=32), nullable=False),
    sa.Column('status_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('activations', sa.Integer(), nullable=False),
    sa.Column('activation_limit', sa.Integer(), nullable=True),
    sa.Column('over_limit', sa.Boolean(), nullable=False),
    sa.Column('email_norm', FOLDED, nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('product_key', FOLDED, nullable=False),
    sa.Column('plan_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('activations >= 0', name=op.f('ck_licenses_activations_are_counted')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_licenses_customer_id')),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_licenses_plan_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_licenses_product_id')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_licenses_subscription_id')),
    sa.ForeignKeyConstraint(['terms_id'], ['plan_terms.id'], name=op.f('fk_licenses_terms_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licenses')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_licenses_activation_limit', 'licenses', ['activation_limit', 'id'], unique=False)
    op.create_index('ix_licenses_activations', 'licenses', ['activations', 'id'], unique=False)
    op.create_index('ix_licenses_client_id', 'licenses', ['client_id', 'id'], unique=False)
    op.create_index('ix_licenses_created_at', 'licenses', ['created_at', 'id', 'status', 'product_id', 'expires_on', 'over_limit'], unique=False)
    op.create_index(op.f('ix_licenses_customer_id_id'), 'licenses', ['customer_id', 'id'], unique=False)
    op.create_index('ix_licenses_customer_key', 'licenses', ['customer_key', 'id'], unique=False)
    op.create_index('ix_licenses_cycle', 'licenses', ['cycle', 'id'], unique=False)
    op.create_index('ix_licenses_email_norm', 'licenses', ['email_norm', 'id'], unique=False)
    op.create_index('ix_licenses_expires_on', 'licenses', ['expires_on', 'id', 'status'], unique=False)
    op.create_index('ix_licenses_key_tail', 'licenses', ['key_tail', 'id'], unique=False)
    op.create_index('ix_licenses_order_number', 'licenses', ['order_number', 'id'], unique=False)
    op.create_index('ix_licenses_over_limit', 'licenses', ['over_limit', 'id'], unique=False)
    op.create_index(op.f('ix_licenses_plan_id_id'), 'licenses', ['plan_id', 'id'], unique=False)
    op.create_index('ix_licenses_plan_key', 'licenses', ['plan_key', 'id'], unique=False)
    op.create_index(op.f('ix_licenses_product_id_id'), 'licenses', ['product_id', 'id'], unique=False)
    op.create_index('ix_licenses_product_key', 'licenses', ['product_key', 'id'], unique=False)
    op.create_index('ix_licenses_status', 'licenses', ['status', 'id'], unique=False)
    op.create_index('ix_licenses_status_until', 'licenses', ['status_until'], unique=False, sqlite_where=sa.text('status_until IS NOT NULL'), postgresql_where=sa.text('status_until IS NOT NULL'))
    op.create_index(op.f('ix_licenses_subscription_id_id'), 'licenses', ['subscription_id', 'id'], unique=False)
    op.create_index('ix_licenses_updated_at', 'licenses', ['updated_at', 'id'], unique=False)
    op.create_index('uq_licenses_key_digest', 'licenses', ['key_digest'], unique=True)
    op.create_index('uq_licenses_uid', 'licenses', ['uid'], unique=True)
    op.create_table('activations',
    sa.Column('license_id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('hardware', 'domain', name='devicekind', native_enum=False, length=32), nullable=False),
    sa.Column('identifier', sa.String(length=253), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('hostname', sa.String(length=253), nullable=False),
    sa.Column('platform', sa.String(length=80), nullable=False),
    sa.Column('domain', sa.String(length=253), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('state', sa.Enum('active', 'deactivated', 'blocked', name='activationstate', native_enum=False, length=32), nullable=False),
    sa.Column('offline', sa.Boolean(), nullable=False),
    sa.Column('activated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_verified_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=200), nullable=False),
    sa.Column('ended_why', sa.String(length=500), nullable=False),
    sa.Column('self_ended', sa.Boolean(), nullable=False),
    sa.Column('stale_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('customer_id', sa.Integer(), nullable=True),
    sa.Column('product_id', sa.Integer(), nullable=False),
    sa.Column('key_tail', sa.String(length=8), nullable=False),
    sa.Column('product_key', FOLDED, nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('device_key', FOLDED, nullable=False),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_activations_customer_id')),
    sa.ForeignKeyConstraint(['license_id'], ['licenses.id'], name=op.f('fk_activations_license_id')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_activations_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activations')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_activations_activated_at', 'activations', ['activated_at', 'id', 'state', 'stale_at', 'product_id', 'kind'], unique=False)
    op.create_index(op.f('ix_activations_customer_id_id'), 'activations', ['customer_id', 'id'], unique=False)
    op.create_index('ix_activations_customer_key', 'activations', ['customer_key', 'id'], unique=False)
    op.create_index('ix_activations_device_key', 'activations', ['device_key', 'id'], unique=False)
    op.create_index('ix_activations_domain', 'activations', ['domain', 'id'], unique=False)
    op.create_index('ix_activations_ended_at', 'activations', ['ended_at', 'id'], unique=False)
    op.create_index(op.f('ix_activations_fingerprint'), 'activations', ['fingerprint'], unique=False)
    op.create_index('ix_activations_hostname', 'activations', ['hostname', 'id'], unique=False)
    op.create_index('ix_activations_ip', 'activations', ['ip', 'id'], unique=False)
    op.create_index('ix_activations_key_tail', 'activations', ['key_tail', 'id'], unique=False)
    op.create_index('ix_activations_kind', 'activations', ['kind', 'id'], unique=False)
    op.create_index('ix_activations_last_verified_at', 'activations', ['last_verified_at', 'id'], unique=False)
    op.create_index(op.f('ix_activations_license_id_id'), 'activations', ['license_id', 'id'], unique=False)
    op.create_index('ix_activations_platform', 'activations', ['platform', 'id'], unique=False)
    op.create_index(op.f('ix_activations_product_id_id'), 'activations', ['product_id', 'id'], unique=False)
    op.create_index('ix_activations_product_key', 'activations', ['product_key', 'id'], unique=False)
    op.create_index('ix_activations_stale_at', 'activations', ['stale_at', 'activated_at', 'id', 'state'], unique=False)
    op.create_index('ix_activations_state', 'activations', ['state', 'id'], unique=False)
    op.create_index('uq_activations_license_id_fingerprint', 'activations', ['license_id', 'fingerprint'], unique=True, sqlite_where=sa.text("state = 'active'"), postgresql_where=sa.text("state = 'active'"))
    op.create_table('domains',
    sa.Column('name', sa.String(length=253), nullable=False),
    sa.Column('name_norm', sa.String(length=253), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('license_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('active', 'suspended', 'removed', name='domainstate', native_enum=False, length=32), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('name_key', FOLDED, nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_domains_customer_id')),
    sa.ForeignKeyConstraint(['license_id'], ['licenses.id'], name=op.f('fk_domains_license_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_domains')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_domains_created_at', 'domains', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_domains_customer_id_id'), 'domains', ['customer_id', 'id'], unique=False)
    op.create_index('ix_domains_customer_key', 'domains', ['customer_key', 'id'], unique=False)
    op.create_index('ix_domains_expires_on', 'domains', ['expires_on', 'id'], unique=False)
    op.create_index(op.f('ix_domains_license_id_id'), 'domains', ['license_id', 'id'], unique=False)
    op.create_index('ix_domains_name_key', 'domains', ['name_key', 'id'], unique=False)
    op.create_index('ix_domains_state', 'domains', ['state', 'id'], unique=False)
    op.create_index('ix_domains_updated_at', 'domains', ['updated_at', 'id'], unique=False)
    op.create_index('uq_domains_name_norm', 'domains', ['name_norm'], unique=True, sqlite_where=sa.text("state <> 'removed'"), postgresql_where=sa.text("state <> 'removed'"))
    op.create_table('license_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.Enum('license', 'deactivation', 'request', name='filekind', native_enum=False, length=32), nullable=False),
    sa.Column('license_id', sa.Integer(), nullable=False),
    sa.Column('activation_id', sa.Integer(), nullable=True),
    sa.Column('key_id', sa.String(length=32), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by', sa.String(length=200), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['activation_id'], ['activations.id'], name=op.f('fk_license_files_activation_id')),
    sa.ForeignKeyConstraint(['license_id'], ['licenses.id'], name=op.f('fk_license_files_license_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_license_files')),
    sa.UniqueConstraint('uid', name=op.f('uq_license_files_uid')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_license_files_license_id_id'), 'license_files', ['license_id', 'id'], unique=False)
    op.create_table('offline_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.Enum('activate', 'refresh', 'deactivate', name='requestkind', native_enum=False, length=32), nullable=False),
    sa.Column('license_id', sa.Integer(), nullable=False),
    sa.Column('activation_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['activation_id'], ['activations.id'], name=op.f('fk_offline_requests_activation_id')),
    sa.ForeignKeyConstraint(['license_id'], ['licenses.id'], name=op.f('fk_offline_requests_license_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offline_requests')),
    sa.UniqueConstraint('nonce', name=op.f('uq_offline_requests_nonce')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_offline_requests_license_id_id'), 'offline_requests', ['license_id', 'id'], unique=False)


def downgrade() -> None:
    """Take it all away."""
    op.execute("DELETE FROM number_series WHERE name = 'subscriptions'")
    tell_no_more(TOLD, 'customers_tell')
    drop_search(SEARCHED)
    for table in (
        'offline_requests',
        'license_files',
        'domains',
        'activations',
        'licenses',
        'subscriptions',
        'vault_slots',
        'plan_terms',
        'product_files',
        'plans',
        'signing_keys',
        'products',
        'file_contents',
    ):
        op.drop_table(table)
