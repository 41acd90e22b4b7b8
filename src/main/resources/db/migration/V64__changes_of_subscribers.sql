-- Logged for webhooks only, and only while there are any.
create function subscriber_logged() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from webhook) then
        return null;
    end if;
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id) select 'subscriber', 'created', id from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id) select 'subscriber', 'deleted', id from removed;
    else
        insert into pending_change (type, change, thing_id)
        select 'subscriber', 'updated', n.id from removed o join added n using (id)
        where (o.name, o.email, o.locale, o.state) is distinct from (n.name, n.email, n.locale, n.state);
    end if;
    return null;
end $$;

create trigger subscriber_came_logged after insert on subscriber
    referencing new table as added for each statement execute function subscriber_logged();
create trigger subscriber_went_logged after delete on subscriber
    referencing old table as removed for each statement execute function subscriber_logged();
create trigger subscriber_changed_logged after update on subscriber
    referencing old table as removed new table as added for each statement execute function subscriber_logged();
