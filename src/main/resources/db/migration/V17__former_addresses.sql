-- Addresses that articles had before, here or in other systems: as they were, and in the form in which they are compared.
create table former_address (
    article_id uuid not null constraint former_address_article references article_identity on delete cascade,
    -- Empty if the file that named the address did not say where the site was.
    host text collate "C" not null,
    path text collate "C" not null,
    -- The part of the path after its last slash.
    last_part text collate "C" not null,
    address text not null,
    constraint former_address_pk primary key (article_id, host, path)
);

create index former_address_path on former_address (path, host);
create index former_address_last_part on former_address (last_part);
