-- Mails, in the transaction of the change that they tell of, until a node has sent them.
create table outbox (
    id uuid constraint outbox_pk primary key,
    -- What the mail is about, without personal data: a second one about the same is not written.
    message_key text collate "C" not null constraint outbox_message_key unique,
    state text not null default 'waiting' constraint outbox_state check (state in ('waiting', 'sent', 'failed')),
    -- Whole lists of recipients wait behind single mails.
    bulk boolean not null,
    -- Null when it was sent.
    mail jsonb,
    created_at timestamptz(3) not null,
    due_at timestamptz(3) not null,
    attempts int not null default 0,
    problem text,
    done_at timestamptz(3),
    constraint outbox_forgets check ((state = 'waiting') = (mail is not null))
);

create index outbox_due on outbox (bulk, due_at, id) where state = 'waiting';
create index outbox_done on outbox (done_at) where state <> 'waiting';

-- Where mails end without an SMTP server.
create table mailbox_message (
    id uuid constraint mailbox_message_pk primary key,
    recipient text not null,
    recipient_norm text not null,
    subject text not null,
    text text not null,
    html text not null,
    headers jsonb not null,
    created_at timestamptz(3) not null
);

create index mailbox_message_created on mailbox_message (created_at, id);
create index mailbox_message_recipient on mailbox_message (recipient_norm, created_at, id);

-- What links in mails let their holders do, once. The token itself is only in the mail.
create table link_token (
    hash bytea constraint link_token_pk primary key,
    purpose text not null,
    subject uuid not null,
    detail text,
    expires_at timestamptz(3) not null,
    used_at timestamptz(3)
);

create index link_token_expires on link_token (expires_at);
create index link_token_subject on link_token (subject);

-- What strangers ask for at an address, until somebody has looked whether it is known.
create table reader_request (
    id uuid constraint reader_request_pk primary key,
    kind text not null,
    body jsonb not null,
    attempts int not null default 0
);

-- What signs links that end subscriptions, and hides erased addresses: one for all nodes.
create table reader_secret (
    id smallint constraint reader_secret_pk primary key default 1 constraint reader_secret_one_row check (id = 1),
    secret bytea not null
);

-- An address that asked for mails about articles.
create table subscriber (
    id uuid constraint subscriber_pk primary key,
    email text not null,
    email_norm text collate "C" not null constraint subscriber_email unique,
    name text,
    locale text not null,
    state text not null constraint subscriber_state
        check (state in ('pending', 'confirmed', 'unsubscribed', 'bounced', 'complained')),
    created_at timestamptz(3) not null,
    changed_at timestamptz(3) not null
);

create index subscriber_created on subscriber (created_at, id);
create index subscriber_state_created on subscriber (state, created_at, id);

-- What a subscriber gets: articles of a category (with those below it), of an author, or, with neither, all.
create table subscription (
    subscriber_id uuid not null constraint subscription_subscriber references subscriber on delete cascade,
    topic uuid not null,
    category_id uuid constraint subscription_category references category on delete cascade,
    author_id uuid constraint subscription_author references author on delete cascade,
    confirmed_at timestamptz(3),
    constraint subscription_pk primary key (subscriber_id, topic),
    constraint subscription_topic check (topic = coalesce(category_id, author_id, '00000000-0000-0000-0000-000000000000'))
);

create index subscription_topic_subscriber on subscription (topic, subscriber_id) where confirmed_at is not null;
create index subscription_category_id on subscription (category_id) where category_id is not null;
create index subscription_author_id on subscription (author_id) where author_id is not null;

-- Who agreed to what, when, to which words and from where; never changed.
create table consent_event (
    id uuid constraint consent_event_pk primary key,
    subscriber_id uuid not null constraint consent_event_subscriber references subscriber on delete cascade,
    at timestamptz(3) not null,
    kind text not null,
    topics uuid[] not null,
    source text not null,
    network text
);

create index consent_event_subscriber_at on consent_event (subscriber_id, at, id);

-- Addresses that nobody may import again, as HMACs: of who complained, or asked to be forgotten.
create table suppression (
    hash bytea constraint suppression_pk primary key,
    reason text not null constraint suppression_reason check (reason in ('erased', 'complained')),
    at timestamptz(3) not null
);

-- Reports of mail servers that were taken in, by their ids.
create table mail_report (
    id text constraint mail_report_pk primary key,
    at timestamptz(3) not null
);

-- That an article was published for the first time, and how far its mails got. One without mails is muted.
create table announcement (
    article_id uuid constraint announcement_pk primary key
        constraint announcement_article references article_identity on delete cascade,
    state text not null constraint announcement_state check (state in ('waiting', 'sent', 'muted')),
    after_subscriber uuid,
    mails int not null default 0,
    created_at timestamptz(3) not null
);

create index announcement_waiting on announcement (created_at) where state = 'waiting';
