"""The first tables."""

import sqlalchemy as sa
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('quiet_from', sa.Integer(), nullable=True),
    sa.Column('quiet_until', sa.Integer(), nullable=True),
    sa.Column('thanks', sa.Enum('message', 'digest', 'me', name='visibility', native_enum=False, length=16), nullable=True),
    sa.Column('questions', sa.Boolean(), nullable=False),
    sa.Column('about', sa.JSON(), nullable=False),
    sa.Column('named', sa.Boolean(), nullable=False),
    sa.Column('reminder', sa.Boolean(), nullable=False),
    sa.Column('waits_at', sa.Integer(), nullable=True),
    sa.Column('waited_on', sa.Date(), nullable=True),
    sa.Column('introductions', sa.Boolean(), nullable=False),
    sa.Column('recovery', sa.String(length=64), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('scrubbed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('recovery', name=op.f('uq_person_recovery'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('ix_person_unscrubbed', ['erased_at'], unique=False, sqlite_where=sa.text('erased_at IS NOT NULL AND scrubbed_at IS NULL'), postgresql_where=sa.text('erased_at IS NOT NULL AND scrubbed_at IS NULL'))

    op.create_table('seen',
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_seen'))
    )
    with op.batch_alter_table('seen', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seen_at'), ['at'], unique=False)

    op.create_table('space',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform', sa.String(length=16), nullable=False),
    sa.Column('external_id', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.Enum('workspace', 'server', name='spacekind', native_enum=False, length=16), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('installed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('greeted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('holds', sa.Boolean(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_space')),
    sa.UniqueConstraint('platform', 'external_id', name=op.f('uq_space_platform_external_id'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform', sa.String(length=16), nullable=False),
    sa.Column('realm', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('bot', sa.Boolean(), nullable=True),
    sa.Column('locale', sa.String(length=16), nullable=True),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.Column('acted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('looked_up_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('unreachable_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('detached_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('let_go_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_account_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_account_ref', ['platform', 'realm', 'external_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_space_id'), ['space_id'], unique=False)
        batch_op.create_index('ix_account_unknown', ['platform'], unique=False, sqlite_where=sa.text('looked_up_at IS NULL'), postgresql_where=sa.text('looked_up_at IS NULL'))
        batch_op.create_index('uq_account_live', ['platform', 'realm', 'external_id'], unique=True, sqlite_where=sa.text('detached_at IS NULL'), postgresql_where=sa.text('detached_at IS NULL'))

    op.create_table('room',
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('greeted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disallowed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_room_space_id')),
    sa.PrimaryKeyConstraint('space_id', 'channel', name=op.f('pk_room'))
    )
    op.create_table('apart',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_apart_account_id')),
    sa.ForeignKeyConstraint(['other_id'], ['account.id'], name=op.f('fk_apart_other_id')),
    sa.PrimaryKeyConstraint('account_id', 'other_id', name=op.f('pk_apart'))
    )
    op.create_table('block',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('blocked_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_block_account_id')),
    sa.ForeignKeyConstraint(['blocked_id'], ['account.id'], name=op.f('fk_block_blocked_id')),
    sa.PrimaryKeyConstraint('account_id', 'blocked_id', name=op.f('pk_block'))
    )
    with op.batch_alter_table('block', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_block_blocked_id'), ['blocked_id'], unique=False)

    op.create_table('bond',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('open', 'made', 'lapsed', 'ended', 'folded', name='bondstate', native_enum=False, length=16), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked'], ['account.id'], name=op.f('fk_bond_asked')),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_bond_asked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bond'))
    )
    with op.batch_alter_table('bond', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bond_asked'), ['asked'], unique=False)
        batch_op.create_index(batch_op.f('ix_bond_asked_by'), ['asked_by'], unique=False)
        batch_op.create_index('ix_bond_open', ['asked_at'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('engagement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('brings', sa.String(length=200), nullable=False),
    sa.Column('hopes', sa.String(length=200), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_engagement_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement'))
    )
    with op.batch_alter_table('engagement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_engagement_account_id'), ['account_id'], unique=False)

    op.create_table('guild',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('state', sa.Enum('starting', 'active', 'closed', name='guildstate', native_enum=False, length=16), nullable=False),
    sa.Column('admission', sa.Enum('open', 'vouch', 'closed', name='admission', native_enum=False, length=16), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('emoji', sa.String(length=64), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('charter', sa.Integer(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('active_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['started_by'], ['account.id'], name=op.f('fk_guild_started_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guild')),
    sa.UniqueConstraint('slug', name=op.f('uq_guild_slug'))
    )
    op.create_table('link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('code', 'recovery', 'same', name='linkkind', native_enum=False, length=16), nullable=False),
    sa.Column('state', sa.Enum('open', 'asked', 'made', 'refused', 'void', 'undone', name='linkstate', native_enum=False, length=16), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.Column('from_person', sa.Integer(), nullable=True),
    sa.Column('thanks', sa.Enum('message', 'digest', 'me', name='visibility', native_enum=False, length=16), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_link_account_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['account.id'], name=op.f('fk_link_entered_by')),
    sa.ForeignKeyConstraint(['from_person'], ['person.id'], name=op.f('fk_link_from_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link')),
    sa.UniqueConstraint('code', name=op.f('uq_link_code'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_entered_by'), ['entered_by'], unique=False)
        batch_op.create_index('ix_link_open', ['ends_at'], unique=False, sqlite_where=sa.text("state IN ('open', 'asked')"), postgresql_where=sa.text("state IN ('open', 'asked')"))

    op.create_table('met',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_met_account_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_met_space_id')),
    sa.PrimaryKeyConstraint('account_id', 'space_id', name=op.f('pk_met'))
    )
    with op.batch_alter_table('met', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_met_space_id'), ['space_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=True),
    sa.Column('token', sa.String(length=16), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('sent_to', sa.Integer(), nullable=True),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('under', sa.String(length=40), nullable=True),
    sa.Column('owed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gathered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('owed', 'waiting', 'sending', 'delivered', 'dropped', name='noticestate', native_enum=False, length=16), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('letter', sa.Integer(), nullable=True),
    sa.Column('posted', sa.String(length=80), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notice_account_id')),
    sa.ForeignKeyConstraint(['sent_to'], ['account.id'], name=op.f('fk_notice_sent_to')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_notice_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_due', ['state', 'due_at', 'id'], unique=False)
        batch_op.create_index('ix_notice_letter', ['letter'], unique=False)
        batch_op.create_index('ix_notice_posted', ['posted'], unique=False)
        batch_op.create_index('ix_notice_subject', ['kind', 'subject'], unique=False)
        batch_op.create_index('ix_notice_waiting', ['account_id'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('wrong_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_wrong_code_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wrong_code'))
    )
    with op.batch_alter_table('wrong_code', schema=None) as batch_op:
        batch_op.create_index('ix_wrong_code_account', ['account_id', 'at'], unique=False)

    op.create_table('ask',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=True),
    sa.Column('asker_id', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.Enum('hand', 'perspective', 'challenge', name='askkind', native_enum=False, length=16), nullable=False),
    sa.Column('what', sa.String(length=600), nullable=False),
    sa.Column('because', sa.String(length=600), nullable=False),
    sa.Column('by', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('open', 'closed', 'withdrawn', 'lapsed', name='askstate', native_enum=False, length=16), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asker_id'], ['account.id'], name=op.f('fk_ask_asker_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_ask_guild_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_ask_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ask'))
    )
    with op.batch_alter_table('ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ask_asker_id'), ['asker_id'], unique=False)
        batch_op.create_index('ix_ask_guild', ['guild_id', 'state'], unique=False)
        batch_op.create_index('ix_ask_open', ['ends_at'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('chapter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=40), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('opening', 'open', 'paused', 'closed', name='chapterstate', native_enum=False, length=16), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_by', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('paused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('locale', sa.String(length=16), nullable=True),
    sa.ForeignKeyConstraint(['agreed_by'], ['account.id'], name=op.f('fk_chapter_agreed_by')),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_chapter_asked_by')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_chapter_guild_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_chapter_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chapter'))
    )
    with op.batch_alter_table('chapter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_chapter_guild_id'), ['guild_id'], unique=False)
        batch_op.create_index('ix_chapter_wish', ['asked_at'], unique=False, sqlite_where=sa.text("state = 'opening'"), postgresql_where=sa.text("state = 'opening'"))
        batch_op.create_index('uq_chapter_channel', ['space_id', 'channel'], unique=True, sqlite_where=sa.text("state <> 'closed'"), postgresql_where=sa.text("state <> 'closed'"))

    op.create_table('charter',
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=300), nullable=False),
    sa.Column('norms', sa.Text(), nullable=False),
    sa.Column('value_words', sa.JSON(), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_charter_guild_id')),
    sa.PrimaryKeyConstraint('guild_id', 'version', name=op.f('pk_charter'))
    )
    op.create_table('first_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=280), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('week', sa.String(length=8), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_first_line_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_first_line_guild_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_first_line_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_first_line'))
    )
    with op.batch_alter_table('first_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_first_line_guild_id'), ['guild_id'], unique=False)

    op.create_table('introduction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.Column('because', sa.String(length=300), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_introduction_asked_by')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_introduction_guild_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introduction'))
    )
    with op.batch_alter_table('introduction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduction_guild_id'), ['guild_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('invited_by', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('because', sa.String(length=300), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_by', sa.Integer(), nullable=True),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_invitation_guild_id')),
    sa.ForeignKeyConstraint(['invited_by'], ['account.id'], name=op.f('fk_invitation_invited_by')),
    sa.ForeignKeyConstraint(['used_by'], ['account.id'], name=op.f('fk_invitation_used_by')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_invitation_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('code', name=op.f('uq_invitation_code'))
    )
    op.create_table('kudos',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=True),
    sa.Column('giver_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=True),
    sa.Column('value', sa.String(length=40), nullable=True),
    sa.Column('privately', sa.Boolean(), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.String(length=40), nullable=True),
    sa.Column('message', sa.String(length=40), nullable=True),
    sa.Column('link', sa.String(length=300), nullable=True),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('fingerprint', sa.String(length=32), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['giver_id'], ['account.id'], name=op.f('fk_kudos_giver_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_kudos_guild_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_kudos_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kudos')),
    sa.UniqueConstraint('key', name=op.f('uq_kudos_key'))
    )
    with op.batch_alter_table('kudos', schema=None) as batch_op:
        batch_op.create_index('ix_kudos_giver', ['giver_id', 'given_at'], unique=False)
        batch_op.create_index('ix_kudos_guild', ['guild_id', 'given_at'], unique=False)

    op.create_table('left_out',
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_left_out_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_left_out_guild_id')),
    sa.PrimaryKeyConstraint('guild_id', 'week', 'kind', 'subject', name=op.f('pk_left_out'))
    )
    op.create_table('log_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_log_entry_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_log_entry_guild_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log_entry'))
    )
    with op.batch_alter_table('log_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_entry_guild_id'), ['guild_id'], unique=False)

    op.create_table('own_prompt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('tender', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_own_prompt_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_own_prompt_guild_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_prompt'))
    )
    with op.batch_alter_table('own_prompt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_prompt_guild_id'), ['guild_id'], unique=False)

    op.create_table('round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('prompt', sa.String(length=40), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cut_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_round_guild_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round'))
    )
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_guild_id'), ['guild_id'], unique=False)

    op.create_table('shown',
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_shown_guild_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_shown_person_id')),
    sa.PrimaryKeyConstraint('guild_id', 'person_id', 'week', name=op.f('pk_shown'))
    )
    op.create_table('candidacy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('open', 'admitted', 'lapsed', 'withdrawn', name='candidacystate', native_enum=False, length=16), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_candidacy_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_candidacy_guild_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_candidacy_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidacy'))
    )
    with op.batch_alter_table('candidacy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidacy_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_candidacy_guild_id'), ['guild_id'], unique=False)
        batch_op.create_index('uq_candidacy_open', ['guild_id', 'account_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('digest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('chapter_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.String(length=8), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gathered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('tells', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('people', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['chapter_id'], ['chapter.id'], name=op.f('fk_digest_chapter_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_digest_guild_id')),
    sa.ForeignKeyConstraint(['line_id'], ['first_line.id'], name=op.f('fk_digest_line_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('chapter_id', 'week', name=op.f('uq_digest_chapter_id_week'))
    )
    with op.batch_alter_table('digest', schema=None) as batch_op:
        batch_op.create_index('ix_digest_guild', ['guild_id', 'week'], unique=False)

    op.create_table('help',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=True),
    sa.Column('guild_id', sa.Integer(), nullable=True),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('helper_id', sa.Integer(), nullable=False),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=600), nullable=False),
    sa.Column('changed', sa.String(length=600), nullable=True),
    sa.Column('state', sa.Enum('noted', 'confirmed', 'dropped', 'folded', name='helpstate', native_enum=False, length=16), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['ask_id'], ['ask.id'], name=op.f('fk_help_ask_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_help_guild_id')),
    sa.ForeignKeyConstraint(['helper_id'], ['account.id'], name=op.f('fk_help_helper_id')),
    sa.ForeignKeyConstraint(['receiver_id'], ['account.id'], name=op.f('fk_help_receiver_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_help_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help'))
    )
    with op.batch_alter_table('help', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_guild_id'), ['guild_id'], unique=False)
        batch_op.create_index('ix_help_noted', ['noted_at'], unique=False, sqlite_where=sa.text("state = 'noted'"), postgresql_where=sa.text("state = 'noted'"))
        batch_op.create_index(batch_op.f('ix_help_receiver_id'), ['receiver_id'], unique=False)

    op.create_table('introduced',
    sa.Column('introduction_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('yes', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_introduced_account_id')),
    sa.ForeignKeyConstraint(['introduction_id'], ['introduction.id'], name=op.f('fk_introduced_introduction_id')),
    sa.PrimaryKeyConstraint('introduction_id', 'account_id', name=op.f('pk_introduced'))
    )
    with op.batch_alter_table('introduced', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_introduced_account_id'), ['account_id'], unique=False)

    op.create_table('membership',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('member', 'steward', name='role', native_enum=False, length=16), nullable=False),
    sa.Column('founder', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('member', 'resting', 'left', 'folded', name='memberstate', native_enum=False, length=16), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rest_until', sa.Date(), nullable=True),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('goodbye', sa.String(length=280), nullable=True),
    sa.Column('said_in', sa.Integer(), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_membership_account_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_membership_guild_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_membership_invitation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id')),
    sa.ForeignKeyConstraint(['said_in'], ['space.id'], name=op.f('fk_membership_said_in')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index('ix_membership_guild', ['guild_id', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_membership_resting', ['rest_until'], unique=False, sqlite_where=sa.text("state = 'resting'"), postgresql_where=sa.text("state = 'resting'"))
        batch_op.create_index('uq_membership_live', ['guild_id', 'person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ask_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=600), nullable=False),
    sa.Column('state', sa.Enum('open', 'taken', 'thanked', 'withdrawn', name='offerstate', native_enum=False, length=16), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_offer_account_id')),
    sa.ForeignKeyConstraint(['ask_id'], ['ask.id'], name=op.f('fk_offer_ask_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offer_ask_id'), ['ask_id'], unique=False)
        batch_op.create_index('uq_offer_open', ['ask_id', 'account_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table('receipt',
    sa.Column('kudos_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Enum('message', 'digest', 'me', name='visibility', native_enum=False, length=16), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_receipt_account_id')),
    sa.ForeignKeyConstraint(['kudos_id'], ['kudos.id'], name=op.f('fk_receipt_kudos_id')),
    sa.PrimaryKeyConstraint('kudos_id', 'account_id', name=op.f('pk_receipt'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_receipt_decided', ['decided_at'], unique=False, sqlite_where=sa.text('decided_at IS NOT NULL'), postgresql_where=sa.text('decided_at IS NOT NULL'))
        batch_op.create_index('ix_receipt_unkept', ['kudos_id'], unique=False, sqlite_where=sa.text('kept_at IS NULL'), postgresql_where=sa.text('kept_at IS NULL'))

    op.create_table('reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=600), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reply_account_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_reply_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply'))
    )
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reply_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reply_round_id'), ['round_id'], unique=False)

    op.create_table('response',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('sharing', sa.Enum('private', 'signed', 'unsigned', name='sharing', native_enum=False, length=16), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_response_account_id')),
    sa.ForeignKeyConstraint(['round_id'], ['round.id'], name=op.f('fk_response_round_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_response_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_response')),
    sa.UniqueConstraint('round_id', 'account_id', name=op.f('uq_response_round_id_account_id'))
    )
    with op.batch_alter_table('response', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_response_account_id'), ['account_id'], unique=False)

    op.create_table('schedule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=16), nullable=False),
    sa.Column('guild_id', sa.Integer(), nullable=False),
    sa.Column('chapter_id', sa.Integer(), nullable=True),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('weeks', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.Date(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['chapter_id'], ['chapter.id'], name=op.f('fk_schedule_chapter_id')),
    sa.ForeignKeyConstraint(['guild_id'], ['guild.id'], name=op.f('fk_schedule_guild_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_schedule'))
    )
    with op.batch_alter_table('schedule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_schedule_guild_id'), ['guild_id'], unique=False)

    op.create_table('second',
    sa.Column('kudos_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_second_account_id')),
    sa.ForeignKeyConstraint(['kudos_id'], ['kudos.id'], name=op.f('fk_second_kudos_id')),
    sa.PrimaryKeyConstraint('kudos_id', 'account_id', name=op.f('pk_second'))
    )
    op.create_table('occurrence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('schedule_id', sa.Integer(), nullable=False),
    sa.Column('local_date', sa.Date(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('again_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('due', 'done', 'skipped', name='occurrencestate', native_enum=False, length=16), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['schedule_id'], ['schedule.id'], name=op.f('fk_occurrence_schedule_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occurrence')),
    sa.UniqueConstraint('schedule_id', 'local_date', name=op.f('uq_occurrence_schedule_id_local_date'))
    )
    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.create_index('ix_occurrence_due', ['state', 'due_at'], unique=False)

    op.create_table('vouch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidacy_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('because', sa.String(length=300), nullable=False),
    sa.Column('state', sa.Enum('open', 'counted', 'lapsed', 'withdrawn', name='vouchstate', native_enum=False, length=16), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('space_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_vouch_account_id')),
    sa.ForeignKeyConstraint(['candidacy_id'], ['candidacy.id'], name=op.f('fk_vouch_candidacy_id')),
    sa.ForeignKeyConstraint(['space_id'], ['space.id'], name=op.f('fk_vouch_space_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vouch'))
    )
    with op.batch_alter_table('vouch', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vouch_account_id'), ['account_id'], unique=False)
        batch_op.create_index('uq_vouch_open', ['candidacy_id', 'account_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
