-- Whoever writes, edits and runs the site.
create table account (
    id uuid constraint account_pk primary key,
    version int not null,
    name text collate "und-x-icu" not null,
    email text not null,
    -- In small letters: whoever signs in need not remember how it was written.
    email_norm text not null constraint account_email unique,
    role text not null constraint account_role check (role in ('author', 'editor', 'admin')),
    active boolean not null,
    password_hash text,
    -- Who the OpenID provider says it is: issuer and subject.
    external_id text constraint account_external unique,
    created_at timestamptz(3) not null
);

create index account_name on account (name, id);

-- Readers who signed up.
create table member (
    id uuid constraint member_pk primary key,
    name text not null,
    email text not null,
    email_norm text not null constraint member_email unique,
    password_hash text,
    locale text,
    created_at timestamptz(3) not null,
    verified_at timestamptz(3),
    version int not null
);

-- One for each sign-in of staff or of a reader. Tokens are stored as their SHA-256.
create table session (
    id uuid constraint session_pk primary key,
    account_id uuid constraint session_account references account on delete cascade,
    member_id uuid constraint session_member references member on delete cascade,
    access_hash bytea not null constraint session_access unique,
    access_until timestamptz(3) not null,
    refresh_until timestamptz(3) not null,
    agent text,
    created_at timestamptz(3) not null,
    refreshed_at timestamptz(3) not null,
    constraint session_one_subject check (num_nonnulls(account_id, member_id) = 1)
);

create index session_of_account on session (account_id, created_at, id);
create index session_of_member on session (member_id, created_at, id);
create index session_ends on session (refresh_until);

-- All refresh tokens of a session, also those that were exchanged: one that comes back was stolen.
create table refresh_token (
    hash bytea constraint refresh_token_pk primary key,
    session_id uuid not null constraint refresh_token_session references session on delete cascade,
    used boolean not null
);

create index refresh_token_of_session on refresh_token (session_id);

-- From where somebody signed in lately; hashed, so that no address is kept.
create table known_network (
    hash bytea constraint known_network_pk primary key,
    until timestamptz(3) not null
);

create index known_network_ends on known_network (until);

-- Keys that there were belong to nobody and keep their role; the key of an account has the account's.
alter table api_key drop constraint api_key_name;
alter table api_key alter column role drop not null;
alter table api_key drop constraint api_key_role;
alter table api_key add constraint api_key_role check (role in ('author', 'editor', 'admin'));
alter table api_key add column version int not null default 1;
alter table api_key add column account_id uuid constraint api_key_account references account on delete cascade;
alter table api_key add column scopes text[];
alter table api_key add column hint text;
alter table api_key add column expires_at timestamptz(3);
alter table api_key add column last_used_at timestamptz(3);
alter table api_key add column former_hash bytea constraint api_key_former unique;
alter table api_key add column former_until timestamptz(3);
alter table api_key add constraint api_key_owner_or_role check (num_nonnulls(account_id, role) = 1);
create unique index api_key_name on api_key (name) where account_id is null;
create unique index api_key_account_name on api_key (account_id, name) where account_id is not null;
create index api_key_created on api_key (created_at, id);
create index api_key_account_created on api_key (account_id, created_at, id);

-- Whose article it is: authors see their own.
alter table article add column created_by uuid constraint article_created_by references account on delete set null;
create index article_of_account_saved on article (created_by, saved_at, id);
create index article_of_account_created on article (created_by, created_at, id);

-- The audit log says by which account and key, on which node, and from what to what; nobody changes it afterwards.
alter table audit_entry add column account_id uuid;
alter table audit_entry add column key_id uuid;
alter table audit_entry add column node text;
alter table audit_entry add column changes jsonb;
drop index audit_entry_entity;
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_by_actor on audit_entry (actor, at, id);
create index audit_entry_by_account on audit_entry (account_id, at, id);
create index audit_entry_by_action on audit_entry (action, at, id);
create index audit_entry_by_entity on audit_entry (entity, at, id);
create index audit_entry_by_row on audit_entry (entity_id, at, id);

create function audit_entry_refuse() returns trigger language plpgsql as
$$
begin
    raise exception 'the audit log is only appended to';
end
$$;

create trigger audit_entry_append_only before update or delete on audit_entry
    for each row execute function audit_entry_refuse();
