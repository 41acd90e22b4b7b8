create function menu_logged() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id, slug) select 'menu', 'published', id, name from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id, slug) select 'menu', 'deleted', id, name from removed;
    else
        insert into pending_change (type, change, thing_id, slug) select 'menu', 'updated', id, name from added;
    end if;
    return null;
end $$;

create trigger menu_came_logged after insert on menu
    referencing new table as added for each statement execute function menu_logged();
create trigger menu_went_logged after delete on menu
    referencing old table as removed for each statement execute function menu_logged();
create trigger menu_changed_logged after update on menu
    referencing new table as added for each statement execute function menu_logged();
