-- What followers and webhooks hear of. Triggers write a row here in the transaction of each change, so that nodes of the
-- previous release write them as well. One node at a time moves the rows to the log.
create table pending_change (
    id bigint generated always as identity constraint pending_change_pk primary key,
    type text not null,
    change text not null,
    thing_id uuid,
    slug text,
    locale text,
    cause text not null default coalesce(nullif(current_setting('byline.cause', true), ''), 'manual'),
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz(3) not null default clock_timestamp()
);

-- The log. A position is given after the commit of the change, by one transaction at a time: when a position is visible,
-- no lower one appears any more, whatever transactions are in flight.
create table change (
    position bigint generated always as identity constraint change_pk primary key,
    type text not null,
    change text not null,
    thing_id uuid,
    slug text,
    locale text,
    cause text not null,
    xid xid8 not null,
    at timestamptz(3) not null,
    public boolean not null
);

-- Followers of few types skip the changes of all others.
create index change_type on change (type, position) where public;
create index change_at on change (at, position);

-- The position of the last change that was deleted after its time; no row while none was. Positions have gaps, so the
-- first change that is left does not say it.
create table last_deleted_change (
    only_row boolean constraint last_deleted_change_pk primary key default true
        constraint last_deleted_change_once check (only_row),
    position bigint not null
);

-- The counters of articles, each with the position of its last change only.
create table stats_change (
    article_id uuid constraint stats_change_pk primary key,
    position bigint not null constraint stats_change_position unique
);

-- Articles whose counters changed; the rankings by views, once a minute, add them.
create table pending_stats (
    article_id uuid not null
);

-- Renamed categories, tags and authors whose articles are logged in the background, in the order of their ids.
create table change_expansion (
    id bigint generated always as identity constraint change_expansion_pk primary key,
    type text not null,
    thing_id uuid not null,
    after_article uuid,
    xid xid8 not null,
    at timestamptz(3) not null
);

-- The tags that readers see, as the log knows them.
create table listed_tag (
    tag_id uuid constraint listed_tag_pk primary key
);
