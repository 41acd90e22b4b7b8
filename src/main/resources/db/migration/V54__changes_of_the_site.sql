create function site_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change) values ('site', 'updated');
    return null;
end $$;

create trigger site_changed_logged after update on site
    for each row when (old.* is distinct from new.*) execute function site_logged();
