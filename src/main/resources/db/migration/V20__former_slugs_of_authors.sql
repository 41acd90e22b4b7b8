-- Slugs that authors had before they were renamed or merged. A slug that another of them has now is not in this table.
create table author_former_slug (
    slug text collate "C" constraint author_former_slug_pk primary key,
    author_id uuid not null constraint author_former_slug_author references author on delete cascade
);

create index author_former_slug_author_id on author_former_slug (author_id);
