-- "renamed" is an update that the articles show as well.
create function category_logged() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id, slug) select 'category', 'published', id, slug from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id, slug) select 'category', 'deleted', id, slug from removed;
    else
        insert into pending_change (type, change, thing_id, slug)
        select 'category', case when (o.slug, o.name, o.names, o.parent_id)
            is distinct from (n.slug, n.name, n.names, n.parent_id) then 'renamed' else 'updated' end, n.id, n.slug
        from removed o join added n using (id) where o.* is distinct from n.*;
        -- Categories name their parents.
        insert into pending_change (type, change, thing_id, slug, cause)
        select 'category', 'updated', below.id, below.slug, 'reference'
        from removed o join added n using (id) join category below on below.parent_id = n.id
        where (o.slug, o.name, o.names) is distinct from (n.slug, n.name, n.names);
    end if;
    return null;
end $$;

create trigger category_came_logged after insert on category
    referencing new table as added for each statement execute function category_logged();
create trigger category_went_logged after delete on category
    referencing old table as removed for each statement execute function category_logged();
create trigger category_changed_logged after update on category
    referencing old table as removed new table as added for each statement execute function category_logged();
