-- The name of the account that created this one, for the invitation; null if a key without an account did.
alter table account add column invited_by text;
