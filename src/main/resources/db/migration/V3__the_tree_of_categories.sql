-- Categories, tags and authors have names in other locales beside their own: {"vi": "Công nghệ"}.
alter table author add column names jsonb not null default '{}';
alter table tag add column names jsonb not null default '{}';

-- A tree in an explicit order. The path, positions from the root down, makes its order a range of one index, and what
-- lies below a category as well: '.' sorts before '/', and both before digits.
alter table category
    add column names jsonb not null default '{}',
    add column parent_id uuid constraint category_parent references category,
    add column position int not null default 0,
    add column path text collate "C" not null default '';

update category c set position = o.n, path = lpad(o.n::text, 5, '0')
from (select id, row_number() over (order by name, id) - 1 as n from category) o where o.id = c.id;

alter table category alter column position drop default, alter column path drop default;

create index category_path on category (path, id);
create index category_children on category (parent_id, position);

-- What was merged, and what it is now: revisions of articles still name it by its former id.
create table merged_reference (
    id uuid constraint merged_reference_pk primary key,
    now_id uuid not null
);

create index merged_reference_now on merged_reference (now_id);
