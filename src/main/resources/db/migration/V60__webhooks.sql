-- Webhooks: addresses that are told of changes. The secrets are stored as they are, because signing needs them.
create table webhook (
    id uuid constraint webhook_pk primary key,
    version int not null,
    -- What is sent: to a receiver of an admin, to a search engine, or to a hub of feeds.
    kind text not null default 'webhook' constraint webhook_kind check (kind in ('webhook', 'indexnow', 'websub')),
    url text not null,
    events text[] not null,
    include text[] not null,
    imports boolean not null,
    description text,
    active boolean not null,
    -- Set while the service has stopped a webhook.
    stopped text constraint webhook_stopped check (stopped in ('paused', 'disabled')),
    reason text,
    stopped_at timestamptz(3),
    secret text not null,
    former_secret text,
    former_until timestamptz(3),
    -- The time of the first failure since the last success.
    failing_since timestamptz(3),
    -- The time until which the receiver asked to be left alone.
    held_until timestamptz(3),
    created_at timestamptz(3) not null,
    constraint webhook_stopped_is_inactive check (stopped is null or not active)
);

create index webhook_created on webhook (created_at, id);
