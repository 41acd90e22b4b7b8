set lock_timeout = 0;
drop index concurrently if exists audit_entry_xid;
create index concurrently audit_entry_xid on audit_entry (xid);
set lock_timeout = '3s';
