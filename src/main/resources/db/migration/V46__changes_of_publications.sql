create function publication_logged() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id, slug, locale)
        select kind, 'published', article_id, slug, locale from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id, slug, locale)
        select kind, 'unpublished', article_id, slug, locale from removed;
    else
        insert into pending_change (type, change, thing_id, slug, locale)
        select o.kind, 'unpublished', o.article_id, o.slug, o.locale
        from removed o join added n using (article_id) where o.kind <> n.kind;
        insert into pending_change (type, change, thing_id, slug, locale)
        select n.kind, case when o.kind = n.kind then 'updated' else 'published' end, n.article_id, n.slug, n.locale
        from removed o join added n using (article_id);
    end if;
    return null;
end $$;

-- The translations of an article name it.
create function translations_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale, cause)
    select p.kind, 'updated', p.article_id, p.slug, p.locale, 'reference'
    from changed c join article_identity own on own.id = c.article_id
    join article_identity other on other.translation_group_id = own.translation_group_id and other.id <> own.id
    join publication p on p.article_id = other.id;
    return null;
end $$;

create trigger publication_came_logged after insert on publication
    referencing new table as added for each statement execute function publication_logged();
create trigger publication_went_logged after delete on publication
    referencing old table as removed for each statement execute function publication_logged();
create trigger publication_changed_logged after update on publication
    referencing old table as removed new table as added for each statement execute function publication_logged();
create trigger publication_came_translations after insert on publication
    referencing new table as changed for each statement execute function translations_logged();
create trigger publication_went_translations after delete on publication
    referencing old table as changed for each statement execute function translations_logged();
create trigger publication_changed_translations after update on publication
    referencing new table as changed for each statement execute function translations_logged();
