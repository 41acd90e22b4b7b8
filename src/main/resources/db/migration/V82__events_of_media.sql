-- A medium has no event of its own, so what shows it is updated by the cause of the change, which webhooks hear of.
create or replace function media_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale)
    select p.kind, 'updated', p.article_id, p.slug, p.locale
    from media_use u join publication p on p.article_id = u.user_id
    where u.media_id = new.id and u.user_type = 'publication';
    insert into pending_change (type, change, thing_id, slug)
    select 'author', 'updated', a.id, a.slug
    from media_use u join author a on a.id = u.user_id where u.media_id = new.id and u.user_type = 'author';
    insert into pending_change (type, change)
    select 'site', 'updated' from media_use u where u.media_id = new.id and u.user_type = 'site';
    return null;
end $$;
