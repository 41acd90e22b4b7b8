-- Menus: trees of links to articles, categories, tags, authors and addresses. The targets are ids in the JSON, without foreign
-- keys, because a link to something that was deleted is only left out.
create table menu (
    id uuid constraint menu_pk primary key,
    version int not null,
    name text not null constraint menu_name unique,
    items jsonb not null,
    created_at timestamptz(3) not null
);
