"""tags, segments, interactions, follow-ups, attachments

Revision ID: 0010
Revises: 0009

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from migrations.folded import fold_customers
from migrations.offered import move_contents, move_contents_back
from migrations.searched import FOLDED, drop_search, index_search, tell, tell_no_more


revision: str = '0010'
down_revision: Union[str, Sequence[str], None] = '0009'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

# Tables whose rows are searched for by their text, sort by their customer and are found by it.
TOLD = ('interactions', 'follow_ups')
CUSTOMERS = ('tags', 'orders', 'last_order_on')
# Folded column -> what it is folded from.
KEYS = {
    'legal_key': 'legal_name',
    'description_key': 'description',
    'person_key': "first_name || ' ' || last_name",
    'address_key': "address_line1 || ' ' || address_line2",
}
# What a customer has, in the order of time instead of that of ids.
IN_TIME = (
    ('licenses', 'created_at'),
    ('activations', 'activated_at'),
    ('orders', 'ordered_on'),
    ('invoices', 'issued_on'),
    ('payments', 'received_on'),
)
# What customers are mostly filtered by: each index's table and columns, and those it gains.
BESIDE = {
    'ix_customers_shelf_created_at': ('customers', ('shelf', 'created_at', 'id'), (
        'status', 'kind', 'verified', 'company_size', 'country', 'industry', 'owner_id', 'team_id',
        'verified_at', 'last_activity_at', 'revenue_minor', 'orders', 'last_order_on', 'licenses',
        'active_licenses', 'subscriptions', 'active_subscriptions', 'open_invoices',
    )),
    'ix_licenses_expires_on': ('licenses', ('expires_on', 'id', 'status'), ('customer_id',)),
    'ix_licenses_status': ('licenses', ('status', 'id'), ('expires_on', 'customer_id')),
    'ix_licenses_product_id_id': ('licenses', ('product_id', 'id'), ('customer_id',)),
    'ix_subscriptions_plan_id_id': (
        'subscriptions', ('plan_id', 'id'), ('status', 'customer_id'),
    ),
}
TOLD_OF_CUSTOMERS = sa.text("entity = 'customers' AND action = 'updated'")
ENDED = sa.text('ended_at IS NOT NULL')


def upgrade() -> None:
    """Create the tables, and what keeps them in step with customers."""
    create_tables()
    move_contents()
    extend_customers()
    what = sa.Column('target', sa.String(16), nullable=False, server_default='customers')
    op.add_column('import_jobs', what)
    index_in_time()
    index_search(TOLD)
    tell_of_customers()
    if op.get_bind().dialect.name == 'sqlite':
        tag_sqlite()
    else:
        tag_postgresql()


def extend_customers() -> None:
    """What customers gain, counted from the orders there are."""
    op.add_column('customers', sa.Column('tags', FOLDED, nullable=True))
    op.add_column(
        'customers', sa.Column('orders', sa.Integer(), nullable=False, server_default='0')
    )
    op.add_column('customers', sa.Column('last_order_on', sa.Date(), nullable=True))
    op.create_index('ix_customers_shelf_tags', 'customers', ['shelf', 'tags', 'id'], unique=False)
    kept = "status NOT IN ('cancelled', 'refunded')"
    counted = f"FROM orders WHERE customer_id = customers.id AND {kept}"
    op.execute(
        f"UPDATE customers SET orders = (SELECT count(*) {counted}), "
        f"last_order_on = (SELECT max(ordered_on) {counted}) "
        "WHERE id IN (SELECT customer_id FROM orders)"
    )
    for key in KEYS:
        op.add_column('customers', sa.Column(key, sa.Text(), nullable=True))
    fold_customers(KEYS)


def index_in_time() -> None:
    """Let what happened with one customer be read from the newest on."""
    for table, moment in IN_TIME:
        op.drop_index(f'ix_{table}_customer_id_id', table_name=table)
        columns = ['customer_id', moment, 'id']
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
    columns = ['customer_id', 'ended_at', 'id']
    op.create_index('ix_activations_customer_id_ended_at', 'activations', columns, unique=False, sqlite_where=ENDED, postgresql_where=ENDED)
    columns = ['subject_id', 'at', 'seq']
    op.create_index('ix_audit_events_customers', 'audit_events', columns, unique=False, sqlite_where=TOLD_OF_CUSTOMERS, postgresql_where=TOLD_OF_CUSTOMERS)
    put_beside(gained=True)


def put_beside(*, gained: bool) -> None:
    """Let indexes hold what else is filtered by, so that no row need be looked at; or not."""
    for name, (table, columns, more) in BESIDE.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [*columns, *(more if gained else ())], unique=False)


def tag_sqlite() -> None:
    """Which customer has which tag follows from the customer, whoever writes."""
    put = (
        "INSERT INTO customer_tags (tag_id, customer_id) SELECT CAST(value AS INTEGER), new.id "
        "FROM json_each('[\"' || replace(new.tags, ' ', '\",\"') || '\"]');"
    )
    take = "DELETE FROM customer_tags WHERE customer_id = old.id;"
    op.execute(
        "CREATE TRIGGER customers_tags_put AFTER INSERT ON customers "
        f"WHEN new.tags IS NOT NULL BEGIN {put} END"
    )
    op.execute(
        "CREATE TRIGGER customers_tags_swap AFTER UPDATE OF tags ON customers "
        f"WHEN old.tags IS NOT new.tags AND new.tags IS NOT NULL BEGIN {take} {put} END"
    )
    op.execute(
        "CREATE TRIGGER customers_tags_take AFTER UPDATE OF tags ON customers "
        f"WHEN old.tags IS NOT NULL AND new.tags IS NULL BEGIN {take} END"
    )


def tag_postgresql() -> None:
    """Which customer has which tag follows from the customer, whoever writes."""
    op.execute(
        "CREATE FUNCTION customers_tags() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' THEN DELETE FROM customer_tags WHERE customer_id = old.id; END IF; "
        "INSERT INTO customer_tags (tag_id, customer_id) "
        "SELECT tag::integer, new.id FROM unnest(string_to_array(new.tags, ' ')) AS tag; "
        "RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER customers_tags_put AFTER INSERT ON customers FOR EACH ROW "
        "WHEN (new.tags IS NOT NULL) EXECUTE FUNCTION customers_tags()"
    )
    op.execute(
        "CREATE TRIGGER customers_tags_swap AFTER UPDATE OF tags ON customers FOR EACH ROW "
        "WHEN (old.tags IS DISTINCT FROM new.tags) EXECUTE FUNCTION customers_tags()"
    )


def tell_of_customers() -> None:
    """Whoever renames a customer renames it in these lists, too."""
    tell(TOLD, 'customers_tell_contacts')


def create_tables() -> None:
    """Everything the models declare."""
    op.create_table('audit_concerns',
    sa.Column('entity', sa.String(length=64), nullable=False),
    sa.Column('customer_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entity_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=32), nullable=False),
    sa.PrimaryKeyConstraint('entity', 'customer_id', 'at', 'seq', name=op.f('pk_audit_concerns')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_audit_concerns_entity_id', 'audit_concerns', ['entity_id', 'entity', 'customer_id', 'what'], unique=False)
    op.create_table('contents',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.Enum('database', 'folder', name='place', native_enum=False, length=32), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unwanted_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_contents'))
    )
    op.create_index('ix_contents_unwanted', 'contents', ['unwanted_at'], unique=False, sqlite_where=sa.text('unwanted_at IS NOT NULL'), postgresql_where=sa.text('unwanted_at IS NOT NULL'))
    op.create_table('segments',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('name_key', FOLDED, nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_segments')),
    sa.UniqueConstraint('name_key', name=op.f('uq_segments_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('content_parts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('piece', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['contents.sha256'], name=op.f('fk_content_parts_sha256'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_content_parts')),
    sa.UniqueConstraint('sha256', 'position', name=op.f('uq_content_parts_sha256_position'))
    )
    op.create_table('tags',
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('colour', sa.Enum('red', 'blue', 'green', 'yellow', 'purple', 'gray', name='tagcolour', native_enum=False, length=32), nullable=False),
    sa.Column('meaning', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('segment_id', sa.Integer(), nullable=True),
    sa.Column('name_key', FOLDED, nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['segment_id'], ['segments.id'], name=op.f('fk_tags_segment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_tags_segment_id'), 'tags', ['segment_id'], unique=False)
    op.create_index('uq_tags_name_key', 'tags', ['name_key'], unique=True, sqlite_where=sa.text('removed_at IS NULL'), postgresql_where=sa.text('removed_at IS NULL'))
    op.create_table('customer_tags',
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_customer_tags_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_customer_tags_tag_id')),
    sa.PrimaryKeyConstraint('tag_id', 'customer_id', name=op.f('pk_customer_tags'))
    )
    op.create_index(op.f('ix_customer_tags_customer_id'), 'customer_tags', ['customer_id'], unique=False)
    op.create_table('interactions',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('call', 'email', 'meeting', 'support', 'purchase', 'inquiry', name='interactiontype', native_enum=False, length=32), nullable=False),
    sa.Column('direction', sa.Enum('inbound', 'outbound', name='direction', native_enum=False, length=32), nullable=True),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('sentiment', sa.Enum('positive', 'neutral', 'negative', name='sentiment', native_enum=False, length=32), nullable=True),
    sa.Column('satisfaction', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('automatic', sa.Boolean(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('subject_key', FOLDED, nullable=True),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('staff_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.CheckConstraint('minutes >= 0', name=op.f('ck_interactions_minutes_not_negative')),
    sa.CheckConstraint('satisfaction BETWEEN 1 AND 5', name=op.f('ck_interactions_satisfaction_from_1_to_5')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_interactions_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff_users.id'], name=op.f('fk_interactions_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interactions')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_interactions_automatic', 'interactions', ['automatic', 'id'], unique=False)
    op.create_index('ix_interactions_created_at', 'interactions', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_interactions_customer_id_occurred_at_id'), 'interactions', ['customer_id', 'occurred_at', 'id'], unique=False)
    op.create_index('ix_interactions_customer_key', 'interactions', ['customer_key', 'id'], unique=False)
    op.create_index('ix_interactions_direction', 'interactions', ['direction', 'id'], unique=False)
    op.create_index('ix_interactions_minutes', 'interactions', ['minutes', 'id'], unique=False)
    op.create_index('ix_interactions_occurred_at', 'interactions', ['occurred_at', 'id'], unique=False)
    op.create_index('ix_interactions_satisfaction', 'interactions', ['satisfaction', 'id'], unique=False)
    op.create_index('ix_interactions_sentiment', 'interactions', ['sentiment', 'id'], unique=False)
    op.create_index(op.f('ix_interactions_staff_id_id'), 'interactions', ['staff_id', 'id'], unique=False)
    op.create_index('ix_interactions_staff_key', 'interactions', ['staff_key', 'id'], unique=False)
    op.create_index('ix_interactions_subject_key', 'interactions', ['subject_key', 'id'], unique=False)
    op.create_index('ix_interactions_type', 'interactions', ['type', 'id'], unique=False)
    op.create_index('ix_interactions_updated_at', 'interactions', ['updated_at', 'id'], unique=False)
    op.create_index('uq_interactions_source', 'interactions', ['source'], unique=True, sqlite_where=sa.text("source <> ''"), postgresql_where=sa.text("source <> ''"))
    op.create_table('attachments',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('interaction_id', sa.Integer(), nullable=True),
    sa.Column('order_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=255), nullable=False),
    sa.Column('media_type', sa.String(length=127), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name_key', FOLDED, nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_attachments_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['order_id'], ['orders.id'], name=op.f('fk_attachments_order_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['sha256'], ['contents.sha256'], name=op.f('fk_attachments_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_attachments_customer_id_id'), 'attachments', ['customer_id', 'id'], unique=False)
    op.create_index(op.f('ix_attachments_interaction_id'), 'attachments', ['interaction_id'], unique=False)
    op.create_index(op.f('ix_attachments_order_id'), 'attachments', ['order_id'], unique=False)
    op.create_index('ix_attachments_removed', 'attachments', ['removed_at'], unique=False, sqlite_where=sa.text('removed_at IS NOT NULL'), postgresql_where=sa.text('removed_at IS NOT NULL'))
    op.create_index(op.f('ix_attachments_sha256'), 'attachments', ['sha256'], unique=False)
    op.create_table('follow_ups',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('interaction_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('assignee_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('open', 'done', 'dropped', name='followupstate', native_enum=False, length=32), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.String(length=200), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('title_key', FOLDED, nullable=True),
    sa.Column('customer_key', FOLDED, nullable=True),
    sa.Column('assignee_key', FOLDED, nullable=True),
    sa.Column('own_text', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['assignee_id'], ['staff_users.id'], name=op.f('fk_follow_ups_assignee_id')),
    sa.ForeignKeyConstraint(['customer_id'], ['customers.id'], name=op.f('fk_follow_ups_customer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['interaction_id'], ['interactions.id'], name=op.f('fk_follow_ups_interaction_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follow_ups')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_follow_ups_assignee_id_state_due_on_id'), 'follow_ups', ['assignee_id', 'state', 'due_on', 'id'], unique=False)
    op.create_index('ix_follow_ups_assignee_key', 'follow_ups', ['assignee_key', 'id'], unique=False)
    op.create_index('ix_follow_ups_created_at', 'follow_ups', ['created_at', 'id'], unique=False)
    op.create_index(op.f('ix_follow_ups_customer_id_id'), 'follow_ups', ['customer_id', 'id'], unique=False)
    op.create_index('ix_follow_ups_customer_key', 'follow_ups', ['customer_key', 'id'], unique=False)
    op.create_index('ix_follow_ups_done_at', 'follow_ups', ['done_at', 'id'], unique=False)
    op.create_index('ix_follow_ups_due_on', 'follow_ups', ['due_on', 'id'], unique=False)
    op.create_index(op.f('ix_follow_ups_interaction_id'), 'follow_ups', ['interaction_id'], unique=False)
    op.create_index('ix_follow_ups_open', 'follow_ups', ['due_on', 'id'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_index('ix_follow_ups_state', 'follow_ups', ['state', 'id'], unique=False)
    op.create_index('ix_follow_ups_title_key', 'follow_ups', ['title_key', 'id'], unique=False)

def downgrade() -> None:
    """Take it all away."""
    move_contents_back()
    op.drop_column('import_jobs', 'target')
    tell_no_more(TOLD, 'customers_tell_contacts')
    drop_search(TOLD)
    names = ('customers_tags_put', 'customers_tags_swap')
    if op.get_bind().dialect.name == 'sqlite':
        for name in (*names, 'customers_tags_take'):
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name in names:
            op.execute(f"DROP TRIGGER {name} ON customers")
        op.execute("DROP FUNCTION customers_tags")
    for table in (
        'audit_concerns',
        'attachments',
        'content_parts',
        'contents',
        'follow_ups',
        'interactions',
        'customer_tags',
        'tags',
        'segments',
    ):
        op.drop_table(table)
    put_beside(gained=False)
    op.drop_index('ix_customers_shelf_tags', table_name='customers')
    op.drop_index('ix_audit_events_customers', table_name='audit_events')
    op.drop_index('ix_activations_customer_id_ended_at', table_name='activations')
    for table, moment in IN_TIME:
        op.drop_index(f'ix_{table}_customer_id_{moment}_id', table_name=table)
        op.create_index(f'ix_{table}_customer_id_id', table, ['customer_id', 'id'], unique=False)
    for name in (*CUSTOMERS, *KEYS):
        op.execute(f"ALTER TABLE customers DROP COLUMN {name}")
