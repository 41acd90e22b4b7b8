-- Slugs that categories had before they were renamed or merged. A slug that another of them has now is not in this table.
create table category_former_slug (
    slug text collate "C" constraint category_former_slug_pk primary key,
    category_id uuid not null constraint category_former_slug_category references category on delete cascade
);

create index category_former_slug_category_id on category_former_slug (category_id);
