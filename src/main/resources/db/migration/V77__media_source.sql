-- The addresses from which imports have fetched media, so that no address is fetched twice, also over imports.
create table media_source (
    -- SHA-256 of the address, which may be longer than an index entry.
    address_hash bytea constraint media_source_pk primary key,
    address text not null,
    media_id uuid not null constraint media_source_media references media on delete cascade
);

create index media_source_media_id on media_source (media_id);
