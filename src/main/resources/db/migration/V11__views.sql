-- What a counter would be without the days: views that staff set or added, negative where they took some away. So
-- views = base + the views of all days, which a job checks each night.
alter table article_counter
    add column visitor_days bigint not null default 0
        constraint article_counter_visitor_days check (visitor_days >= 0),
    add column base bigint not null default 0;

alter table article_view_day
    add column visitors bigint not null default 0 constraint article_view_day_visitors check (visitors >= 0);

-- The triggers of this make all rankings due, which have windows more from now on.
update article_counter c set base = c.views - coalesce((
    select sum(d.views) from article_view_day d where d.article_id = c.article_id), 0);

-- What the ids of a day's visitors are made with. When a row is gone, nobody can tell any more whose id is whose.
create table view_salt (
    day date constraint view_salt_pk primary key,
    salt bytea not null constraint view_salt_long check (octet_length(salt) = 32)
);

-- When a visitor of an article was counted last. A plain table, because whether a row is new (xmax = 0) cannot be read
-- from a partitioned one; without a foreign key, because whoever inserts holds the identities' rows anyway.
create table view_seen (
    day date not null,
    article_id uuid not null,
    visitor uuid not null,
    last_counted_at timestamptz(3) not null,
    constraint view_seen_pk primary key (day, article_id, visitor)
);

create function article_unseen() returns trigger language plpgsql as $$
begin
    delete from view_seen where article_id = old.id and day in (select day from view_salt);
    return null;
end $$;

create trigger article_unseen after delete on article_identity for each row execute function article_unseen();

-- Calls that were no views, and why.
create table view_drop_day (
    day date not null,
    reason text not null constraint view_drop_day_reason
        check (reason in ('prefetch', 'bot', 'ignored', 'staff', 'flood', 'repeat')),
    calls bigint not null,
    constraint view_drop_day_pk primary key (day, reason)
) with (fillfactor = 50);

-- Rankings of more windows.
alter table ranking add column views1d bigint not null default 0, add column views30d bigint not null default 0;
create index ranking_views1d on ranking (list, views1d, article_id);
create index ranking_views30d on ranking (list, views30d, article_id);

create or replace function listing_added() returns trigger language plpgsql as $$
declare
    today date := (now() at time zone 'UTC')::date;
begin
    insert into list_change (list, articles) select list, count(*) from added group by list;
    insert into ranking (list, article_id, views, views1d, views7d, views30d, since, until)
    select a.list, a.article_id, coalesce(c.views, 0), coalesce(w.views1d, 0), coalesce(w.views7d, 0),
        coalesce(w.views30d, 0), 0, 2147483647
    from added a left join article_counter c on c.article_id = a.article_id
    left join lateral (
        select sum(d.views) filter (where d.day > today - 1) as views1d,
            sum(d.views) filter (where d.day > today - 7) as views7d, sum(d.views) as views30d
        from article_view_day d where d.article_id = a.article_id and d.day > today - 30) w on true;
    return null;
end $$;

-- Takes from the budgets of many at once: as much as there is of what each wants. A row for each, in no order. See
-- take_rate, whose rows these are; a window that is spent remembers what was wanted beyond it, which changes nothing.
create function take_rates(who text[], wanted int[], most int, lasting int)
    returns table (whose text, granted int, remaining int, seconds int)
    language plpgsql as
$$
declare
    pepper text;
    now_ timestamptz := clock_timestamp();
    length interval := make_interval(secs => lasting);
begin
    select salt into pepper from rate_salt;
    if not found then
        insert into rate_salt (salt) values (gen_random_uuid()::text || gen_random_uuid()) on conflict do nothing;
        select salt into pepper from rate_salt;
    end if;
    return query
    with asked as (
        select w.name, w.calls, sha256(convert_to(pepper || w.name, 'UTF8')) as hashed
        from unnest(who, wanted) as w (name, calls)),
    taken as (
        insert into rate_use as u (key, started, used, ends_at)
        select a.hashed, array[now_], array[a.calls], now_ + length from asked a order by a.hashed
        on conflict (key) do update set
            started = case when u.started[1] between now_ - length + interval '1 microsecond' and now_
                then u.started else excluded.started end,
            used = case when u.started[1] between now_ - length + interval '1 microsecond' and now_
                then array[u.used[1] + excluded.used[1]] else excluded.used end,
            ends_at = case when u.started[1] between now_ - length + interval '1 microsecond' and now_
                then u.ends_at else excluded.ends_at end
        returning u.key, u.used[1] as used_, u.started[1] as started_)
    select a.name, greatest(least(a.calls, most - (t.used_ - a.calls)), 0), greatest(most - t.used_, 0),
        greatest(ceil(extract(epoch from t.started_ - now_) + lasting)::int, 1)
    from asked a join taken t on t.key = a.hashed;
    delete from rate_use u where u.key in (
        select r.key from rate_use r where r.ends_at < now_ order by r.ends_at limit 5 + 2 * cardinality(who)
        for update skip locked);
end
$$;
