-- An article that readers saw once is deleted for good. Its slugs are still there, because the article refers to one.
create function article_removal_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale)
    select r.kind, 'deleted', r.id, seen.slug, seen.locale from removed r
    cross join lateral (
        select s.slug, s.locale from article_slug s where s.article_id = r.id and s.was_published
        -- The slug of the working copy may be one that readers never saw.
        order by (s.slug, s.locale) = (r.slug, r.locale) desc, s.slug limit 1) seen;
    return null;
end $$;

create trigger article_removal_logged after delete on article
    referencing old table as removed for each statement execute function article_removal_logged();
