"""orders, invoices, payments, and what billing rests on

Revision ID: 0009
Revises: 0008

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from migrations.searched import FOLDED, drop_search, index_search, tell, tell_no_more


revision: str = '0009'
down_revision: Union[str, Sequence[str], None] = '0008'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# Tables whose rows are searched for by their text, sort by their customer and are found by it.
TOLD = ('orders', 'invoices', 'payments')
# What an issued invoice says, and so may never say otherwise.
SAID = (
    'uid', 'kind', 'number', 'customer_id', 'credits_id', 'currency', 'rounding', 'issued_on',
    'due_on', 'period_start', 'period_end', 'reference', 'note', 'content_hash', 'issued_at',
    'net_minor', 'tax_minor', 'total_minor',
)
# Of types PostgreSQL cannot compare as they are.
SAID_AS_TEXT = ('buyer', 'seller', 'taxes')
REFUSED = 'an issued invoice never changes'


def upgrade() -> None:
    """Create the tables, their search indexes, and what keeps them in step and unchanged."""
    create_tables()
    bill_from_next_period()
    for name, prefix in (('orders', 'ORD-'), ('payments', 'PAY-')):
        op.execute(
            "INSERT INTO number_series (name, prefix, width, next_value) "
            f"SELECT '{name}', '{prefix}', 6, 1 FROM organization"
        )
    index_search(TOLD)
    tell_of_customers()
    if op.get_bind().dialect.name == 'sqlite':
        keep_sqlite()
    else:
        keep_postgresql()


def bill_from_next_period() -> None:
    """Subscriptions there are already were billed elsewhere up to the end of their period."""
    op.execute(
        "INSERT INTO subscription_spans (subscription_id, from_on, until_on, plan_id, terms_id, "
        "cycle, quantity, price_minor, currency, anchor_on, billable, written_at) "
        "SELECT id, period_end, NULL, plan_id, terms_id, cycle, quantity, price_minor, currency, "
        "anchor_on, true, updated_at FROM subscriptions WHERE renews AND NOT cancel_at_period_end "
        "AND status IN ('trialing', 'active', 'past_due') ORDER BY id"
    )


def keep_sqlite() -> None:
    """What was issued stays as it was, whoever writes."""
    changed = ' OR '.join(f'old.{name} IS NOT new.{name}' for name in (*SAID, *SAID_AS_TEXT))
    refused = f"SELECT RAISE(ABORT, '{REFUSED}');"
    op.execute(
        "CREATE TRIGGER invoices_keep BEFORE UPDATE ON invoices "
        f"WHEN old.state <> 'draft' AND (new.state = 'draft' OR {changed}) BEGIN {refused} END"
    )
    op.execute(
        "CREATE TRIGGER invoices_stay BEFORE DELETE ON invoices "
        f"WHEN old.state <> 'draft' BEGIN {refused} END"
    )
    for name, event, row in (
        ('enter', 'INSERT', 'new'), ('keep', 'UPDATE', 'old'), ('stay', 'DELETE', 'old'),
    ):
        op.execute(
            f"CREATE TRIGGER invoice_lines_{name} BEFORE {event} ON invoice_lines "
            f"WHEN (SELECT state FROM invoices WHERE id = {row}.invoice_id) <> 'draft' "
            f"BEGIN {refused} END"
        )


def keep_postgresql() -> None:
    """What was issued stays as it was, whoever writes."""
    changed = ' OR '.join(
        [f'old.{name} IS DISTINCT FROM new.{name}' for name in SAID]
        + [f'old.{name}::text IS DISTINCT FROM new.{name}::text' for name in SAID_AS_TEXT]
    )
    op.execute(
        "CREATE FUNCTION invoices_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER invoices_keep BEFORE UPDATE ON invoices FOR EACH ROW "
        f"WHEN (old.state <> 'draft' AND (new.state = 'draft' OR {changed})) "
        "EXECUTE FUNCTION invoices_keep()"
    )
    op.execute(
        "CREATE TRIGGER invoices_stay BEFORE DELETE ON invoices FOR EACH ROW "
        "WHEN (old.state <> 'draft') EXECUTE FUNCTION invoices_keep()"
    )
    op.execute(
        "CREATE FUNCTION invoice_lines_keep() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE owner integer; BEGIN "
        "owner := CASE WHEN TG_OP = 'INSERT' THEN new.invoice_id ELSE old.invoice_id END; "
        "IF EXISTS (SELECT 1 FROM invoices WHERE id = owner AND state <> 'draft') THEN "
        f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN CASE WHEN TG_OP = 'DELETE' THEN old ELSE new END; END $$"
    )
    op.execute(
        "CREATE TRIGGER invoice_lines_keep BEFORE INSERT OR UPDATE OR DELETE ON invoice_lines "
        "FOR EACH ROW EXECUTE FUNCTION invoice_lines_keep()"
    )


def tell_of_customers() -> None:
    """Whoever renames a customer renames it in these lists, too."""
    tell(TOLD, 'customers_tell_billing')


def create_tables() -> None:
    """Everything the models declare."""
    op.create_table('billing_runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=200), nullable=False),
    sa.Column('issued', sa.Boolean(), nullable=False),
    sa.Column('invoices', sa.Integer(), nullable=False),
    sa.Column('totals', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_billing_runs')),
    sqlite_autoincrement=True
    )
    op.create_table('dunning_steps',
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('holds', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('days > 0', name=op.f('ck_dunning_steps_days_after_it_was_due')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dunning_steps')),
    sa.UniqueConstraint('days', name=op.f('uq_dunning_steps_days')),
    sqlite_autoincrement=True
    )
    op.create_table('exchange_rates',
    sa.Column('base', sa.String(length=3), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('nano', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=100), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('nano > 0', name=op.f('ck_exchange_rates_nano_is_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_rates')),
    sa.UniqueConstraint('base', 'currency', 'on_date', name=op.f('uq_exchange_rates_base_currency_on_date')),
    sqlite_autoincrement=True
    )
    op.create_table('seller_logos',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_seller_logos'))
    )
    op.create_table('tax_rates',
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('category', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('ppm', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('ppm >= 0 AND ppm <= 1000000', name=op.f('ck_tax_rates_ppm_is_a_share')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_rates')),
    sa.UniqueConstraint('country', 'category', 'valid_from', name=op.f('uq_tax_rates_country_category_valid_from')),
    sqlite_autoincrement=True
    )
    op.create_table('billing_profiles',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('address_line1', sa.String(length=200), nullable=False),
    sa.Column('address_line2', sa.String(length=200), nullable=False),
    sa.Column('city', sa.String(length=100), nullable=False),
    sa.Column('state', sa.String(length=100), nullable=False),
    sa.Column('postal_code', sa.String(length=20), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('tax_id', sa.String(length=60), nullable=False),
    sa.Column('tax_exempt', sa.Boolean(), nullable=False),
    sa.Column('tax_note', sa.String(length=200), nullable=False),
    sa.Column('terms_days', sa.Integer(), nullable=True),
    sa.Column('automatic', sa.Boolean(), nullable=False),
    sa.Column('bills_to', sa.Enum('self', 'parent', name='billsto', native_enum=False, length=32), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_billing_profiles_customer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_billing_profiles')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_billing_profiles_customer_id')),
    sqlite_autoincrement=True
    )
    op.create_table('customer_balances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('revenue_minor', sa.BigInteger(), nullable=False),
    sa.Column('outstanding_minor', sa.BigInteger(), nullable=False),
    sa.Column('credit_minor', sa.BigInteger(), nullable=False),
    sa.Column('open_invoices', sa.Integer(), nullable=False),
    sa.Column('last_payment_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_customer_balances_customer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_balances')),
    sa.UniqueConstraint('customer_id', 'currency', name=op.f('uq_customer_balances_customer_id_currency')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_customer_balances_currency', 'customer_balances', ['currency', 'customer_id'], unique=False)
    op.create_table('renewal_marks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('through', sa.Date(), nullable=False),
    sa.Column('marked_on', sa.Date(), nullable=False),
    sa.Column('marked_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_renewal_marks_customer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_renewal_marks')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_renewal_marks_customer_id')),
    sqlite_autoincrement=True
    )
    op.create_table('invoices',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.Enum('invoice', 'credit_note', name='invoicekind', native_enum=False, length=32), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=True),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'issued', 'void', 'written_off', name='invoicestate', native_enum=False, length=32), nullable=False),
    sa.Column('credits_id', sa.Integer(), nullable=True),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rounding', sa.Enum('line', 'document', name='rounding', native_enum=False, length=32), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('terms_days', sa.Integer(), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=True),
    sa.Column('period_end', sa.Date(), nullable=True),
    sa.Column('automatic', sa.Boolean(), nullable=False),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('buyer', sa.JSON(), nullable=False),
    sa.Column('seller', sa.JSON(), nullable=False),
    sa.Column('taxes', sa.JSON(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('net_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('total_minor', sa.BigInteger(), nullable=False),
    sa.Column('paid_minor', sa.BigInteger(), nullable=False),
    sa.Column('credited_minor', sa.BigInteger(), nullable=False),
    sa.Column('owed_minor', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'unpaid', 'partly_paid', 'overdue', 'paid', 'credited', 'void', 'written_off', name='invoicestatus', native_enum=False, length=32), nullable=False),
    sa.Column('number_key', FOLDED, nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint("(state = 'draft') = (number IS NULL)", name=op.f('ck_invoices_numbered_when_issued')),
    sa.CheckConstraint('paid_minor >= 0 AND credited_minor >= 0 AND paid_minor + credited_minor <= total_minor', name=op.f('ck_invoices_never_paid_above_total')),
    sa.ForeignKeyConstraint(['credits_id'], ['invoices.id'], name=op.f('fk_invoices_credits_id')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_invoices_customer_id')),
    sa.ForeignKeyConstraint(['run_id'], ['billing_runs.id'], name=op.f('fk_invoices_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoices')),
    sa.UniqueConstraint('uid', name=op.f('uq_invoices_uid')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_invoices_created_at', 'invoices', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_invoices_credits_id'), 'invoices', ['credits_id'], unique=False)
    op.create_index(op.f('ix_invoices_customer_id_id'), 'invoices', ['customer_id', 'id'], unique=False)
    op.create_index('ix_invoices_customer_key', 'invoices', ['customer_key', 'id'], unique=False)
    op.create_index('ix_invoices_due_on', 'invoices', ['due_on', 'id'], unique=False)
    op.create_index('ix_invoices_issued_on', 'invoices', ['issued_on', 'id'], unique=False)
    op.create_index('ix_invoices_kind', 'invoices', ['kind', 'id'], unique=False)
    op.create_index('ix_invoices_number_key', 'invoices', ['number_key', 'id'], unique=False)
    op.create_index('ix_invoices_owed_minor', 'invoices', ['owed_minor', 'id'], unique=False)
    op.create_index(op.f('ix_invoices_run_id'), 'invoices', ['run_id'], unique=False)
    op.create_index('ix_invoices_status', 'invoices', ['status', 'id'], unique=False)
    op.create_index('ix_invoices_total_minor', 'invoices', ['total_minor', 'id'], unique=False)
    op.create_index('ix_invoices_updated_at', 'invoices', ['updated_at', 'id'], unique=False)
    op.create_index('uq_invoices_number', 'invoices', ['number'], unique=True)
    op.create_table('orders',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('rounding', sa.Enum('line', 'document', name='rounding', native_enum=False, length=32), nullable=False),
    sa.Column('status', sa.Enum('pending', 'processing', 'shipped', 'delivered', 'cancelled', 'refunded', name='orderstatus', native_enum=False, length=32), nullable=False),
    sa.Column('payment_status', sa.Enum('pending', 'paid', 'failed', 'refunded', name='orderpayment', native_enum=False, length=32), nullable=False),
    sa.Column('payment_method', sa.String(length=100), nullable=False),
    sa.Column('ordered_on', sa.Date(), nullable=False),
    sa.Column('expected_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('tracking_number', sa.String(length=100), nullable=False),
    sa.Column('carrier', sa.String(length=100), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('instructions', sa.Text(), nullable=False),
    sa.Column('shipping_address', sa.JSON(), nullable=False),
    sa.Column('billing_address', sa.JSON(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=True),
    sa.Column('items', sa.Integer(), nullable=False),
    sa.Column('subtotal_minor', sa.BigInteger(), nullable=False),
    sa.Column('discount_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('total_minor', sa.BigInteger(), nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_orders_customer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_orders')),
    sa.UniqueConstraint('number', name=op.f('uq_orders_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_orders_uid')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_orders_created_at', 'orders', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_orders_customer_id_id'), 'orders', ['customer_id', 'id'], unique=False)
    op.create_index('ix_orders_customer_key', 'orders', ['customer_key', 'id'], unique=False)
    op.create_index('ix_orders_delivered_on', 'orders', ['delivered_on', 'id'], unique=False)
    op.create_index('ix_orders_expected_on', 'orders', ['expected_on', 'id'], unique=False)
    op.create_index(op.f('ix_orders_invoice_id'), 'orders', ['invoice_id'], unique=False)
    op.create_index('ix_orders_items', 'orders', ['items', 'id'], unique=False)
    op.create_index('ix_orders_number', 'orders', ['number', 'id'], unique=False)
    op.create_index('ix_orders_ordered_on', 'orders', ['ordered_on', 'id'], unique=False)
    op.create_index('ix_orders_payment_status', 'orders', ['payment_status', 'id'], unique=False)
    op.create_index('ix_orders_status', 'orders', ['status', 'id'], unique=False)
    op.create_index('ix_orders_total_minor', 'orders', ['total_minor', 'id'], unique=False)
    op.create_index('ix_orders_updated_at', 'orders', ['updated_at', 'id'], unique=False)
    op.create_table('payment_methods',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('bank_transfer', 'direct_debit', 'card', 'paypal', 'cheque', 'cash', 'other', name='methodkind', native_enum=False, length=32), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=False),
    sa.Column('last_digits', sa.String(length=4), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('length(last_digits) <= 4', name=op.f('ck_payment_methods_at_most_four_digits')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_payment_methods_customer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_methods')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_payment_methods_customer_id_id'), 'payment_methods', ['customer_id', 'id'], unique=False)
    op.create_table('billing_claims',
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoices.id'], name=op.f('fk_billing_claims_invoice_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_billing_claims_subscription_id')),
    sa.PrimaryKeyConstraint('source', name=op.f('pk_billing_claims'))
    )
    op.create_index(op.f('ix_billing_claims_invoice_id'), 'billing_claims', ['invoice_id'], unique=False)
    op.create_index(op.f('ix_billing_claims_subscription_id'), 'billing_claims', ['subscription_id'], unique=False)
    op.create_table('dunning_letters',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('step_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_to', sa.String(length=254), nullable=False),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoices.id'], name=op.f('fk_dunning_letters_invoice_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['step_id'], ['dunning_steps.id'], name=op.f('fk_dunning_letters_step_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dunning_letters')),
    sa.UniqueConstraint('invoice_id', 'step_id', name=op.f('uq_dunning_letters_invoice_id_step_id')),
    sqlite_autoincrement=True
    )
    op.create_table('invoice_lines',
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('manual', 'subscription', 'proration', 'usage', 'order', 'commission', name='linekind', native_enum=False, length=32), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('sku', sa.String(length=60), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('period_start', sa.Date(), nullable=True),
    sa.Column('period_end', sa.Date(), nullable=True),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('unit_minor', sa.BigInteger(), nullable=False),
    sa.Column('discount_minor', sa.BigInteger(), nullable=False),
    sa.Column('net_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_category', sa.String(length=40), nullable=False),
    sa.Column('tax_name', sa.String(length=60), nullable=False),
    sa.Column('tax_ppm', sa.Integer(), nullable=True),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=True),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('for_customer_id', sa.Integer(), nullable=True),
    sa.Column('credits_line_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('net_minor = unit_minor * quantity - discount_minor', name=op.f('ck_invoice_lines_adds_up')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_invoice_lines_quantity_is_positive')),
    sa.ForeignKeyConstraint(['credits_line_id'], ['invoice_lines.id'], name=op.f('fk_invoice_lines_credits_line_id')),
    sa.ForeignKeyConstraint(['for_customer_id'], ['customers.id'], name=op.f('fk_invoice_lines_for_customer_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoices.id'], name=op.f('fk_invoice_lines_invoice_id'), ondelete='CASCADE', deferrable=True, initially='IMMEDIATE'),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_invoice_lines_order_id')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_invoice_lines_subscription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice_lines')),
    sqlite_autoincrement=True
    )
    for name in ('credits_line_id', 'for_customer_id', 'order_id'):
        there = sa.text(f'{name} IS NOT NULL')
        op.create_index(f'ix_invoice_lines_{name}', 'invoice_lines', [name], unique=False, sqlite_where=there, postgresql_where=there)
    op.create_index(op.f('ix_invoice_lines_invoice_id_position'), 'invoice_lines', ['invoice_id', 'position'], unique=False)
    op.create_index(op.f('ix_invoice_lines_subscription_id'), 'invoice_lines', ['subscription_id'], unique=False)
    op.create_table('order_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('status', 'payment', name='changekind', native_enum=False, length=32), nullable=False),
    sa.Column('old', sa.String(length=32), nullable=False),
    sa.Column('new', sa.String(length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_changes_order_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_changes')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_order_changes_order_id_id'), 'order_changes', ['order_id', 'id'], unique=False)
    op.create_table('order_lines',
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sku', sa.String(length=60), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit_minor', sa.BigInteger(), nullable=False),
    sa.Column('discount_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_category', sa.String(length=40), nullable=False),
    sa.Column('tax_name', sa.String(length=60), nullable=False),
    sa.Column('tax_ppm', sa.Integer(), nullable=True),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('total_minor', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('discount_minor >= 0 AND discount_minor <= unit_minor * quantity', name=op.f('ck_order_lines_discount_within_the_line')),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_order_lines_quantity_is_positive')),
    sa.CheckConstraint('total_minor = unit_minor * quantity - discount_minor + tax_minor', name=op.f('ck_order_lines_adds_up')),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_order_lines_order_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_lines')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_order_lines_order_id_position'), 'order_lines', ['order_id', 'position'], unique=False)
    op.create_table('payments',
    sa.Column('uid', sa.String(length=36), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'succeeded', 'failed', 'refunded', name='paymentstate', native_enum=False, length=32), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('method', sa.String(length=100), nullable=False),
    sa.Column('method_id', sa.Integer(), nullable=True),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('failure', sa.String(length=300), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('allocated_minor', sa.BigInteger(), nullable=False),
    sa.Column('refunded_minor', sa.BigInteger(), nullable=False),
    sa.Column('unapplied_minor', sa.BigInteger(), nullable=False),
    sa.Column('base_minor', sa.BigInteger(), nullable=True),
    sa.Column('method_key', FOLDED, nullable=True),
    sa.Column('reference_norm', FOLDED, nullable=False),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('allocated_minor >= 0 AND refunded_minor >= 0 AND unapplied_minor >= 0 AND amount_minor = allocated_minor + refunded_minor + unapplied_minor', name=op.f('ck_payments_adds_up')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_payments_amount_is_positive')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_payments_customer_id')),
    sa.ForeignKeyConstraint(['method_id'], ['payment_methods.id'], name=op.f('fk_payments_method_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payments')),
    sa.UniqueConstraint('number', name=op.f('uq_payments_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_payments_uid')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_payments_amount_minor', 'payments', ['amount_minor', 'id'], unique=False)
    op.create_index('ix_payments_created_at', 'payments', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_payments_customer_id_id'), 'payments', ['customer_id', 'id'], unique=False)
    op.create_index('ix_payments_customer_key', 'payments', ['customer_key', 'id'], unique=False)
    op.create_index('ix_payments_method_key', 'payments', ['method_key', 'id'], unique=False)
    op.create_index('ix_payments_number', 'payments', ['number', 'id'], unique=False)
    op.create_index('ix_payments_received_on', 'payments', ['received_on', 'id'], unique=False)
    op.create_index(op.f('ix_payments_reference_norm'), 'payments', ['reference_norm'], unique=False)
    op.create_index('ix_payments_state', 'payments', ['state', 'id'], unique=False)
    op.create_index('ix_payments_unapplied_minor', 'payments', ['unapplied_minor', 'id'], unique=False)
    op.create_index('ix_payments_updated_at', 'payments', ['updated_at', 'id'], unique=False)
    op.create_table('subscription_spans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('terms_id', sa.Integer(), nullable=False),
    sa.Column('cycle', sa.Enum('monthly', 'yearly', name='cycle', native_enum=False, length=32), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('anchor_on', sa.Date(), nullable=False),
    sa.Column('billable', sa.Boolean(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plans.id'], name=op.f('fk_subscription_spans_plan_id')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_subscription_spans_subscription_id')),
    sa.ForeignKeyConstraint(['terms_id'], ['plan_terms.id'], name=op.f('fk_subscription_spans_terms_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription_spans')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_subscription_spans_subscription_id_id'), 'subscription_spans', ['subscription_id', 'id'], unique=False)
    op.create_table('usage_records',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('metric', sa.String(length=60), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('used_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.String(length=100), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('quantity > 0', name=op.f('ck_usage_records_quantity_is_positive')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_usage_records_customer_id')),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_usage_records_subscription_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_usage_records')),
    sa.UniqueConstraint('subscription_id', 'reference', name=op.f('uq_usage_records_subscription_id_reference')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_usage_records_customer_id_used_on'), 'usage_records', ['customer_id', 'used_on'], unique=False)
    op.create_index(op.f('ix_usage_records_subscription_id_used_on'), 'usage_records', ['subscription_id', 'used_on'], unique=False)
    op.create_table('allocations',
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('credit_id', sa.Integer(), nullable=True),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('(payment_id IS NULL) <> (credit_id IS NULL)', name=op.f('ck_allocations_one_source')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_allocations_amount_is_positive')),
    sa.ForeignKeyConstraint(['credit_id'], ['invoices.id'], name=op.f('fk_allocations_credit_id')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoices.id'], name=op.f('fk_allocations_invoice_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_allocations_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_allocations')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_allocations_credit_id'), 'allocations', ['credit_id'], unique=False)
    op.create_index(op.f('ix_allocations_invoice_id'), 'allocations', ['invoice_id'], unique=False)
    op.create_index(op.f('ix_allocations_payment_id'), 'allocations', ['payment_id'], unique=False)
    op.create_table('refunds',
    sa.Column('payment_id', sa.Integer(), nullable=True),
    sa.Column('credit_id', sa.Integer(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('reference', sa.String(length=100), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('(payment_id IS NULL) <> (credit_id IS NULL)', name=op.f('ck_refunds_one_source')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_refunds_amount_is_positive')),
    sa.ForeignKeyConstraint(['credit_id'], ['invoices.id'], name=op.f('fk_refunds_credit_id')),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_refunds_payment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refunds')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_refunds_credit_id'), 'refunds', ['credit_id'], unique=False)
    op.create_index(op.f('ix_refunds_payment_id'), 'refunds', ['payment_id'], unique=False)


def downgrade() -> None:
    """Take it all away."""
    op.execute("DELETE FROM number_series WHERE name IN ('orders', 'payments')")
    op.execute("DELETE FROM number_series WHERE name LIKE 'invoices:%' OR name LIKE 'credit_notes:%'")
    tell_no_more(TOLD, 'customers_tell_billing')
    drop_search(TOLD)
    if op.get_bind().dialect.name == 'sqlite':
        for name in ('invoices_keep', 'invoices_stay', 'invoice_lines_enter',
                     'invoice_lines_keep', 'invoice_lines_stay'):
            op.execute(f"DROP TRIGGER {name}")
    for table in (
        'refunds',
        'allocations',
        'usage_records',
        'subscription_spans',
        'payments',
        'order_lines',
        'order_changes',
        'invoice_lines',
        'dunning_letters',
        'billing_claims',
        'payment_methods',
        'orders',
        'invoices',
        'customer_balances',
        'renewal_marks',
        'billing_profiles',
        'tax_rates',
        'seller_logos',
        'exchange_rates',
        'dunning_steps',
        'billing_runs',
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name != 'sqlite':
        op.execute("DROP FUNCTION invoices_keep")
        op.execute("DROP FUNCTION invoice_lines_keep")
