create function links_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale)
    select p.kind, 'updated', p.article_id, p.slug, p.locale
    from (select distinct article_id from changed) c join publication p using (article_id);
    return null;
end $$;

-- Merges and removals change the links of live articles; a publication is logged by itself.
create trigger publication_author_moved_logged after update on publication_author
    referencing old table as changed for each statement execute function links_logged();
create trigger publication_author_went_logged after delete on publication_author
    referencing old table as changed for each statement execute function links_logged();
