"""saved views

Revision ID: 0003
Revises: 0002

"""
import unicodedata
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


revision: str = '0003'
down_revision: Union[str, Sequence[str], None] = '0002'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

CHUNK = 2000
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
    if op.get_bind().dialect.name == 'sqlite':
        fill_sqlite()
    else:
        fill_postgresql()


def fill_sqlite() -> None:
    """One pass, by a function of ours."""
    driver = op.get_bind().connection.driver_connection
    driver.create_function('fold_0003', 1, key)
    told = ', '.join(f'{name} = fold_0003({source})' for name, source in KEYS.items())
    op.execute(f'UPDATE customers SET {told}')


def fill_postgresql() -> None:
    """Chunk by chunk, in the order of the ids."""
    connection = op.get_bind()
    read = sa.text(
        f"SELECT id, {', '.join(KEYS.values())} FROM customers WHERE id > :after "
        'ORDER BY id LIMIT :chunk'
    )
    told = ', '.join(f'{name} = new.{name}' for name in KEYS)
    given = ', '.join(f'CAST(:{name} AS text[])' for name in KEYS)
    write = sa.text(
        f'UPDATE customers SET {told} FROM unnest(CAST(:ids AS integer[]), {given}) '
        f"AS new(id, {', '.join(KEYS)}) WHERE customers.id = new.id"
    )
    after = 0
    while rows := connection.execute(read, {'after': after, 'chunk': CHUNK}).all():
        columns = {name: [key(row[place]) for row in rows] for place, name in enumerate(KEYS, 1)}
        connection.execute(write, {'ids': [row.id for row in rows], **columns})
        after = rows[-1].id


# Folding as it was at this revision.
LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
        "ð": "d", "Ð": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th",
        "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ŋ": "n", "Ŋ": "n", "İ": "i", "ı": "i",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    }
)
SELECTORS = {0x34f, *range(0xfe00, 0xfe10), *range(0xe0100, 0xe01f0)}


class Folded(dict):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = fold(chr(code))
        return found


def fold(character: str) -> str:
    """One character without case and accents."""
    if character.isspace():
        return ' '
    category = unicodedata.category(character)
    if category == 'Nd':
        return str(unicodedata.decimal(character))
    if category in {'Cc', 'Cf', 'Cs', 'Me'}:
        return ''
    found = character
    while True:
        apart = unicodedata.normalize('NFKD', found.translate(LETTERS))
        again = ''.join(
            one for one in apart if not unicodedata.combining(one) and ord(one) not in SELECTORS
        ).casefold()
        if again == found:
            return found
        found = again


FOLDED = Folded()


def key(text: str | None) -> str | None:
    """The folded text, None when it is blank."""
    return ' '.join((text or '').translate(FOLDED).split()) or None


def downgrade() -> None:
    """Forget the views."""
    for key in reversed(KEYS):
        op.drop_column('customers', key)
    op.drop_table('default_views')
    op.drop_table('saved_views')
