-- Each row of a list repeats whether its article is pinned, so that "pinned first" is a range of one index. Triggers write
-- the column, because nodes of the previous release do not know it. They add the row of the list 'pinned:' (of pages:
-- 'page:pinned:') when an article is pinned, and delete the row when it is not pinned any more.
alter table listing add column pinned boolean not null default false;

create or replace function listing_added() returns trigger language plpgsql as $$
declare
    today date := (now() at time zone 'UTC')::date;
begin
    insert into list_change (list, articles) select list, count(*) from added group by list;
    insert into ranking (list, article_id, views, views1d, views7d, views30d, since, until)
    with counted as materialized (
        select a.article_id,
            coalesce((select c.views from article_counter c where c.article_id = a.article_id), 0) as views,
            coalesce(w.views1d, 0) as views1d, coalesce(w.views7d, 0) as views7d, coalesce(w.views30d, 0) as views30d
        from (select distinct article_id from added) a
        cross join lateral (
            select sum(d.views) filter (where d.day > today - 1) as views1d,
                sum(d.views) filter (where d.day > today - 7) as views7d, sum(d.views) as views30d
            from article_view_day d where d.article_id = a.article_id and d.day > today - 30) w)
    select a.list, a.article_id, c.views, c.views1d, c.views7d, c.views30d, 0, 2147483647
    from added a join counted c on c.article_id = a.article_id;
    -- The article is looked up by its key, as the counters above: planners expect many rows of "added".
    update listing l set pinned = true where not l.pinned and l.article_id = any (array(
        select a.article_id from (select distinct article_id from added) a
        where (select p.pinned from publication p where p.article_id = a.article_id)));
    return null;
end $$;

create or replace function listing_removed() returns trigger language plpgsql as $$
begin
    insert into list_change (list, articles) select list, -count(*) from removed group by list;
    update listing l set pinned = false where l.pinned and l.article_id = any (array(
        select r.article_id from removed r
        where r.list in (md5('pinned:')::uuid, md5('page:pinned:')::uuid)));
    return null;
end $$;
