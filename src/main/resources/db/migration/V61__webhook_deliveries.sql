-- The events for webhooks. A delivery has no foreign key to its webhook, so that a webhook with very many deliveries is
-- deleted at once; the hourly cleanup follows.
create table webhook_delivery (
    id uuid constraint webhook_delivery_pk primary key,
    webhook_id uuid not null,
    -- The position of the change in the log; null for an event that is no change.
    position bigint,
    type text not null,
    change text not null,
    -- The thing that changed; the nil UUID for the site. Deliveries of one thing are sent in the order of their positions.
    thing_id uuid not null,
    cause text not null,
    at timestamptz(3) not null,
    state text not null constraint webhook_delivery_state check (state in ('waiting', 'delivered', 'failed')),
    -- The next attempt, or while a node sends the delivery the end of its claim.
    due_at timestamptz(3) not null,
    done_at timestamptz(3),
    -- All attempts; an outcome is only recorded for the latest one.
    attempts int not null,
    -- The attempts since the delivery was created or replayed.
    retries int not null,
    constraint webhook_delivery_position unique (webhook_id, position)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index webhook_delivery_due on webhook_delivery (webhook_id, due_at, position) where state = 'waiting';
create index webhook_delivery_order on webhook_delivery (webhook_id, thing_id, position) where state = 'waiting';
create index webhook_delivery_waiting on webhook_delivery (due_at) where state = 'waiting';
create index webhook_delivery_list on webhook_delivery (webhook_id, at, id);
create index webhook_delivery_age on webhook_delivery (at);

create table webhook_attempt (
    delivery_id uuid not null constraint webhook_attempt_delivery references webhook_delivery on delete cascade,
    attempt int not null,
    at timestamptz(3) not null,
    -- Null if there was no response.
    status int,
    milliseconds int not null,
    -- The first kilobyte of the response.
    answer text,
    problem text,
    constraint webhook_attempt_pk primary key (delivery_id, attempt)
);
