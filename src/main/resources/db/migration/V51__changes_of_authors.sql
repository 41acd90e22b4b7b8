-- "renamed" is an update that the articles show as well.
create function author_logged() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id, slug) select 'author', 'published', id, slug from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id, slug) select 'author', 'deleted', id, slug from removed;
    else
        insert into pending_change (type, change, thing_id, slug)
        select 'author', case when (o.slug, o.name, o.names, o.bio, o.avatar_url)
            is distinct from (n.slug, n.name, n.names, n.bio, n.avatar_url) then 'renamed' else 'updated' end, n.id, n.slug
        from removed o join added n using (id) where o.* is distinct from n.*;
    end if;
    return null;
end $$;

create trigger author_came_logged after insert on author
    referencing new table as added for each statement execute function author_logged();
create trigger author_went_logged after delete on author
    referencing old table as removed for each statement execute function author_logged();
create trigger author_changed_logged after update on author
    referencing old table as removed new table as added for each statement execute function author_logged();
