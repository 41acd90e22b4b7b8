-- Every list of published articles that an order walks is a range of one index: the articles repeat the orders' keys in
-- each list that they are in. A list is named 'all:', 'pinned:', 'author:<id>:', 'tag:<id>:', 'category:<id>:' (with
-- all below it) or 'exact:<id>:', and each of these with a locale behind it; its key is the MD5 of the name.
create table listing (
    list uuid not null,
    article_id uuid not null constraint listing_publication references publication on delete cascade,
    published_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    title text collate "und-x-icu" not null,
    constraint listing_pk primary key (article_id, list)
);

create index listing_published on listing (list, published_at, article_id);
create index listing_updated on listing (list, updated_at, article_id);
create index listing_title on listing (list, title, article_id);

-- What "listing" has to hold.
create view listed as
select md5(n.name || l.locale)::uuid as list, p.article_id, p.published_at, p.updated_at, p.title
from publication p
cross join lateral (
    select 'all:' as name
    union all select 'pinned:' where p.pinned
    union all select 'author:' || a.author_id || ':' from publication_author a where a.article_id = p.article_id
    union all select 'tag:' || t.tag_id || ':' from publication_tag t where t.article_id = p.article_id
    union all select 'exact:' || c.category_id || ':' from publication_category c where c.article_id = p.article_id
    union all select distinct 'category:' || above.id || ':'
        from publication_category c
        join category own on own.id = c.category_id
        -- Six characters of the path to a level.
        join category above on above.path = any (array(
            select left(own.path, 6 * level - 1) from generate_series(1, (length(own.path) + 1) / 6) as level))
        where c.article_id = p.article_id
) n
cross join lateral (values (''), (p.locale)) as l (locale);

-- How many articles a list has: what was counted, and what came and went since. Nobody waits for anybody to count.
create table list_count (
    list uuid constraint list_count_pk primary key,
    articles bigint not null
);

create table list_change (
    list uuid not null,
    articles bigint not null
);

create index list_change_list on list_change (list);

-- Views by day (UTC), for the rankings of recent days.
create table article_view_day (
    article_id uuid not null
        constraint article_view_day_identity references article_identity on delete cascade,
    day date not null,
    views bigint not null constraint article_view_day_views check (views >= 0),
    constraint article_view_day_pk primary key (article_id, day)
) with (fillfactor = 70);

create index article_view_day_day on article_view_day (day);

-- The orders that move by themselves. A row holds from one generation to another; walks through an earlier one go on
-- for some minutes, and what did not change is not written again.
create table ranking (
    list uuid not null,
    article_id uuid not null,
    views bigint not null,
    views7d bigint not null,
    since int not null,
    until int not null,
    constraint ranking_pk primary key (article_id, list, since),
    constraint ranking_listing foreign key (article_id, list) references listing (article_id, list) on delete cascade
);

create index ranking_views on ranking (list, views, article_id);
create index ranking_views7d on ranking (list, views7d, article_id);
create index ranking_ended on ranking (until) where until < 2147483647;

create table ranking_generation (
    id smallint constraint ranking_generation_pk primary key default 1
        constraint ranking_generation_one_row check (id = 1),
    generation int not null,
    made_at timestamptz(3) not null
);

insert into ranking_generation (generation, made_at) values (0, now());

-- Whose counters changed since the last generation.
create table ranking_due (
    article_id uuid not null
);

create function listing_added() returns trigger language plpgsql as $$
begin
    insert into list_change (list, articles) select list, count(*) from added group by list;
    insert into ranking (list, article_id, views, views7d, since, until)
    select a.list, a.article_id, coalesce(c.views, 0), coalesce((
        select sum(d.views) from article_view_day d
        where d.article_id = a.article_id and d.day > (now() at time zone 'UTC')::date - 7), 0), 0, 2147483647
    from added a left join article_counter c on c.article_id = a.article_id;
    return null;
end $$;

create trigger listing_added after insert on listing
    referencing new table as added for each statement execute function listing_added();

create function listing_removed() returns trigger language plpgsql as $$
begin
    insert into list_change (list, articles) select list, -count(*) from removed group by list;
    return null;
end $$;

create trigger listing_removed after delete on listing
    referencing old table as removed for each statement execute function listing_removed();

create function counter_changed() returns trigger language plpgsql as $$
begin
    insert into ranking_due (article_id) select article_id from changed;
    return null;
end $$;

create trigger counter_added after insert on article_counter
    referencing new table as changed for each statement execute function counter_changed();
create trigger counter_changed after update on article_counter
    referencing new table as changed for each statement execute function counter_changed();

insert into listing (list, article_id, published_at, updated_at, title)
select list, article_id, published_at, updated_at, title from listed;

-- The links kept the key of the one order that there was.
drop index publication_published, publication_locale_published;
drop index publication_author_published, publication_category_published, publication_tag_published;
alter table publication_author drop column published_at;
alter table publication_category drop column published_at;
alter table publication_tag drop column published_at;
create index publication_author_by_author on publication_author (author_id);
create index publication_category_by_category on publication_category (category_id);
create index publication_tag_by_tag on publication_tag (tag_id);

create index publication_slug on publication (slug);
