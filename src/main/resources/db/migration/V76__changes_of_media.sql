-- What readers see of a medium is a part of what uses it, and followers hear that it was updated.
create function media_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug, locale, cause)
    select p.kind, 'updated', p.article_id, p.slug, p.locale, 'reference'
    from media_use u join publication p on p.article_id = u.user_id
    where u.media_id = new.id and u.user_type = 'publication';
    insert into pending_change (type, change, thing_id, slug, cause)
    select 'author', 'updated', a.id, a.slug, 'reference'
    from media_use u join author a on a.id = u.user_id where u.media_id = new.id and u.user_type = 'author';
    insert into pending_change (type, change, cause)
    select 'site', 'updated', 'reference' from media_use u where u.media_id = new.id and u.user_type = 'site';
    return null;
end $$;

create trigger media_changed_logged after update on media for each row
    when ((old.file_version, old.filename, old.alt, old.caption, old.credit, old.focal_x, old.focal_y)
        is distinct from (new.file_version, new.filename, new.alt, new.caption, new.credit, new.focal_x, new.focal_y))
    execute function media_logged();

-- A file that arrives in pieces (tus). The pieces lie in the database, because nodes share nothing else.
create table media_upload (
    id uuid constraint media_upload_pk primary key,
    length bigint not null constraint media_upload_length check (length > 0),
    received bigint not null constraint media_upload_received check (received between 0 and length),
    filename text,
    alt text,
    -- The account or key that uploads.
    uploaded_by uuid,
    created_at timestamptz(3) not null,
    -- The medium that the complete file became.
    media_id uuid constraint media_upload_media references media on delete cascade
);

create index media_upload_created on media_upload (created_at);

create table media_piece (
    upload_id uuid not null constraint media_piece_upload references media_upload on delete cascade,
    -- The number of bytes before the piece.
    position bigint not null,
    bytes bytea not null,
    constraint media_piece_pk primary key (upload_id, position)
);

alter table media_piece alter column bytes set storage external;
