-- An article that readers saw once is deleted for good. Its slugs are still there, because the article refers to one.
create function article_removal_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale)
    select kind, 'deleted', id, slug, locale from removed r
    where exists (select 1 from article_slug s where s.article_id = r.id and s.was_published);
    return null;
end $$;

create trigger article_removal_logged after delete on article
    referencing old table as removed for each statement execute function article_removal_logged();
