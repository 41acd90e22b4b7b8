-- Which content refers to which medium. Triggers keep the rows, in the transaction of each change, so that nodes of the
-- previous release keep them as well; the foreign key keeps a medium from being deleted while something refers to it.
create table media_use (
    media_id uuid not null constraint media_use_media references media,
    -- 'article' is the working copy, 'publication' what readers see.
    user_type text collate "C" not null constraint media_use_type
        check (user_type in ('article', 'publication', 'author', 'site')),
    -- The id of the article or author; all zeros for the site.
    user_id uuid not null,
    constraint media_use_pk primary key (media_id, user_type, user_id)
);

create index media_use_user on media_use (user_id, user_type);

-- Replaces the rows of a user by the media that its texts name: "media:ID", or "/media/ID" in a path or an address. An
-- id of no medium is ignored. The share of the lock keeps a medium from being trashed or deleted at the same time.
create function set_media_use(used_by text, used_by_id uuid, texts text[]) returns void language plpgsql as $$
declare
    named uuid[];
    used uuid[];
begin
    select coalesce(array_agg(distinct reference[1]::uuid), '{}') into named
    from unnest(texts) as t (content) cross join lateral regexp_matches(t.content,
        '(?:media:|/media/)([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})', 'g') as reference
    where strpos(t.content, 'media') > 0;
    select coalesce(array_agg(locked.id), '{}') into used
    from (select id from media where id = any(named) order by id for key share) as locked;
    delete from media_use where user_id = used_by_id and user_type = used_by and media_id <> all(used);
    insert into media_use (media_id, user_type, user_id) select id, used_by, used_by_id from unnest(used) as u (id)
    on conflict do nothing;
    -- What is used is not in the trash.
    update media set trashed_at = null, version = version + 1 where id = any(used) and trashed_at is not null;
end $$;

create function drop_media_use(used_by text, used_by_id uuid) returns void language sql as $$
    delete from media_use where user_id = used_by_id and user_type = used_by;
$$;

-- The last comparison of the files in the store with the table of files, so that one node makes it each day.
create table media_sweep (
    only_row boolean constraint media_sweep_pk primary key default true
        constraint media_sweep_once check (only_row),
    swept_at timestamptz(3) not null
);
