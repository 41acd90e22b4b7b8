-- A job that imports one file. The file is kept in the database until it is done, because any node may do it.
create table import_job (
    id uuid constraint import_job_pk primary key,
    state text not null constraint import_job_state
        check (state in ('uploading', 'queued', 'running', 'done', 'failed', 'cancelled')),
    format text not null,
    source text not null,
    options jsonb not null,
    dry_run boolean not null,
    created_by text not null,
    created_at timestamptz(3) not null,
    started_at timestamptz(3),
    finished_at timestamptz(3),
    -- Which run of which node works on it, and the last sign of life.
    worker uuid,
    alive_at timestamptz(3),
    cancelled boolean not null default false,
    bytes bigint not null default 0,
    bytes_read bigint not null default 0,
    -- How many items are dealt with: what a run that was killed goes on behind.
    items bigint not null default 0,
    created bigint not null default 0,
    updated bigint not null default 0,
    unchanged bigint not null default 0,
    skipped bigint not null default 0,
    failed bigint not null default 0,
    conflict bigint not null default 0,
    message text
);

create index import_job_created on import_job (created_at, id);
create index import_job_open on import_job (created_at, id) where state in ('uploading', 'queued', 'running');

create table import_chunk (
    job_id uuid not null constraint import_chunk_job references import_job on delete cascade,
    part int not null,
    bytes bytea not null,
    constraint import_chunk_pk primary key (job_id, part)
);

alter table import_chunk alter column bytes set storage external;

-- Items that wait for something that they refer to and that comes later in the file.
create table import_waiting (
    job_id uuid not null constraint import_waiting_job references import_job on delete cascade,
    number bigint not null,
    place text not null,
    line text not null,
    constraint import_waiting_pk primary key (job_id, number)
);

-- What became of each item.
create table import_item (
    job_id uuid not null constraint import_item_job references import_job on delete cascade,
    number bigint not null,
    place text not null,
    type text,
    external_id text,
    id uuid,
    outcome text not null constraint import_item_outcome
        check (outcome in ('created', 'updated', 'unchanged', 'skipped', 'failed', 'conflict')),
    message text,
    constraint import_item_pk primary key (job_id, number)
);

create index import_item_outcome on import_item (job_id, outcome, number);

-- What was imported from where: how it is called there, what it is here, what it was like, and which version that made.
create table imported (
    source text collate "C" not null,
    type text collate "C" not null,
    external_id text collate "C" not null,
    id uuid not null,
    hash bytea not null,
    version int not null,
    constraint imported_pk primary key (source, type, external_id)
);

create index imported_id on imported (id);
