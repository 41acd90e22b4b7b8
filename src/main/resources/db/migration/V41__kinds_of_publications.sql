-- The published copies have the kind of their articles. Nodes of the previous release do not name it: a copy that they
-- replace keeps its kind, and one that they add gets the kind of its working copy.
alter table publication
    add column kind text not null default 'article',
    add constraint publication_kind check (kind in ('article', 'page')) not valid;
alter table publication alter column kind drop default;

create function publication_kind() returns trigger language plpgsql as $$
begin
    new.kind := coalesce((select kind from article where id = new.article_id), 'article');
    return new;
end $$;

create trigger publication_kind before insert on publication
    for each row when (new.kind is null) execute function publication_kind();

-- Pages are in lists of their own, named as those of articles with "page:" before the name.
create or replace view listed as
select md5(case when p.kind = 'page' then 'page:' else '' end || n.name || l.locale)::uuid as list,
    p.article_id, p.published_at, p.updated_at, p.title
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
