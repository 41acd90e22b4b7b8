-- "renamed" is an update that the articles show as well. A new tag is logged with its first article.
create function tag_logged() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id, slug) select 'tag', 'deleted', id, slug from removed;
    else
        insert into pending_change (type, change, thing_id, slug)
        select 'tag', case when (o.slug, o.name, o.names)
            is distinct from (n.slug, n.name, n.names) then 'renamed' else 'updated' end, n.id, n.slug
        from removed o join added n using (id) where o.* is distinct from n.*;
    end if;
    return null;
end $$;

create trigger tag_went_logged after delete on tag
    referencing old table as removed for each statement execute function tag_logged();
create trigger tag_changed_logged after update on tag
    referencing old table as removed new table as added for each statement execute function tag_logged();

insert into listed_tag (tag_id) select distinct tag_id from publication_tag on conflict do nothing;
