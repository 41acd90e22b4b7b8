-- Joined to the rows that a statement added, of which planners expect many, all counters were read for each of them. Here
-- they are looked up by article, and once for all lists that it is in.
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
    return null;
end $$;
