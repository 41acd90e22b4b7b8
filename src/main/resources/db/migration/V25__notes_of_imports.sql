-- The number of items with notes; counted while they are written, because a job may have millions.
alter table import_job add column noted bigint not null default 0;

-- How many items of a job have a note of a kind.
create table import_note (
    job_id uuid not null constraint import_note_job references import_job on delete cascade,
    kind text collate "C" not null,
    -- The note as it is, if all items have the same; or else the kind.
    note text not null,
    items bigint not null,
    constraint import_note_pk primary key (job_id, kind)
);

-- The items with notes, in the order of the file.
create table import_noted_item (
    job_id uuid not null constraint import_noted_item_job references import_job on delete cascade,
    number bigint not null,
    constraint import_noted_item_pk primary key (job_id, number)
);
