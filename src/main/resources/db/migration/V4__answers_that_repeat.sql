-- The answers to requests that created something and named an Idempotency-Key, for a day.
create table idempotent_answer (
    -- SHA-256 of caller, route and key.
    scope bytea constraint idempotent_answer_pk primary key,
    body_hash bytea not null,
    status int not null,
    location text,
    etag text,
    body text not null,
    created_at timestamptz(3) not null
);

create index idempotent_answer_created on idempotent_answer (created_at);
