-- How often somebody did something lately. Not worth surviving a crash of the database, so it costs no log.
create unlogged table rate_use (
    -- SHA-256 of the budget's name, whose it is, and a salt of this database.
    key bytea constraint rate_use_pk primary key,
    -- One of each for every window of the budget.
    started timestamptz[] not null,
    used int[] not null,
    ends_at timestamptz not null
);

create index rate_use_ends on rate_use (ends_at);

-- One row, made by the first use.
create table rate_salt (
    one boolean default true constraint rate_salt_pk primary key constraint rate_salt_one check (one),
    salt text not null
);

-- Takes one from all windows of a budget, or from none if one of them is spent; a row for each window. A clock that was
-- set back begins a window anew: nobody is locked out for longer than the window.
create function take_rate(whose text, most int[], lasting int[])
    returns table (granted boolean, remaining int, seconds int)
    language plpgsql as
$$
declare
    pepper text;
    hashed bytea;
    use rate_use%rowtype;
    now_ timestamptz;
    fits boolean := true;
begin
    select salt into pepper from rate_salt;
    if not found then
        insert into rate_salt (salt) values (gen_random_uuid()::text || gen_random_uuid()) on conflict do nothing;
        select salt into pepper from rate_salt;
    end if;
    hashed := sha256(convert_to(pepper || whose, 'UTF8'));
    insert into rate_use values (hashed, array_fill('-infinity'::timestamptz, array[cardinality(most)]),
        array_fill(0, array[cardinality(most)]), clock_timestamp()) on conflict (key) do nothing;
    select * into use from rate_use where key = hashed for update;
    now_ := clock_timestamp();
    for i in 1 .. cardinality(most) loop
        if use.started[i] is null or use.started[i] > now_
            or use.started[i] <= now_ - make_interval(secs => lasting[i]) then
            use.started[i] := now_;
            use.used[i] := 0;
        end if;
        fits := fits and use.used[i] < most[i];
    end loop;
    for i in 1 .. cardinality(most) loop
        if fits then
            use.used[i] := use.used[i] + 1;
        end if;
        granted := fits;
        remaining := greatest(most[i] - use.used[i], 0);
        seconds := greatest(ceil(extract(epoch from use.started[i] - now_) + lasting[i]), 1);
        return next;
    end loop;
    update rate_use set started = use.started, used = use.used,
        ends_at = now_ + make_interval(secs => (select max(l) from unnest(lasting) as l)) where key = hashed;
    delete from rate_use where key in (
        select key from rate_use where ends_at < now_ order by ends_at limit 5 for update skip locked);
end
$$;
