-- Comments are logged for webhooks only, and only while there are any: most sites have more comments than receivers.
create function comment_logged() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from webhook) then
        return null;
    end if;
    if tg_op = 'INSERT' then
        insert into pending_change (type, change, thing_id) select 'comment', 'created', id from added;
    elsif tg_op = 'DELETE' then
        insert into pending_change (type, change, thing_id)
        select 'comment', 'deleted', id from removed where state <> 'deleted';
    else
        insert into pending_change (type, change, thing_id)
        select 'comment', case when o.state = n.state then 'updated' when n.state = 'approved' then 'approved'
            when n.state = 'deleted' then 'deleted' when n.state in ('rejected', 'spam') then 'rejected'
            else 'updated' end, n.id
        from removed o join added n using (id)
        where (o.state, o.body) is distinct from (n.state, n.body);
    end if;
    return null;
end $$;

create trigger comment_came_logged after insert on comment
    referencing new table as added for each statement execute function comment_logged();
create trigger comment_went_logged after delete on comment
    referencing old table as removed for each statement execute function comment_logged();
create trigger comment_changed_logged after update on comment
    referencing old table as removed new table as added for each statement execute function comment_logged();
