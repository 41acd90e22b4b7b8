-- Slugs that tags had before they were renamed or merged. A slug that another of them has now is not in this table.
create table tag_former_slug (
    slug text collate "C" constraint tag_former_slug_pk primary key,
    tag_id uuid not null constraint tag_former_slug_tag references tag on delete cascade
);

create index tag_former_slug_tag_id on tag_former_slug (tag_id);
