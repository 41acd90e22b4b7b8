-- Who caused a change: the entry of the same transaction.
alter table audit_entry add column xid xid8;
alter table audit_entry alter column xid set default pg_current_xact_id();
