-- Logged for webhooks only, and only while there are any.
create function member_logged() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from webhook) then
        return null;
    end if;
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id) select 'member', 'created', id from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id) select 'member', 'deleted', id from removed;
    else
        insert into pending_change (type, change, thing_id)
        select 'member', 'updated', n.id from removed o join added n using (id)
        where (o.name, o.email, o.locale, o.verified_at) is distinct from (n.name, n.email, n.locale, n.verified_at);
    end if;
    return null;
end $$;

create trigger member_came_logged after insert on member
    referencing new table as added for each statement execute function member_logged();
create trigger member_went_logged after delete on member
    referencing old table as removed for each statement execute function member_logged();
create trigger member_changed_logged after update on member
    referencing old table as removed new table as added for each statement execute function member_logged();
