-- Webhooks hear of an import once, when it has ended, unless they ask for each change.
create function import_job_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, cause)
    select 'import', 'finished', n.id, 'import' from removed o join added n using (id)
    where o.state <> n.state and n.state in ('done', 'failed', 'cancelled') and not n.dry_run;
    return null;
end $$;

create trigger import_job_changed_logged after update on import_job
    referencing old table as removed new table as added for each statement execute function import_job_logged();
