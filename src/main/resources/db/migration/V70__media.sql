-- Files that staff upload. A medium keeps its id and address when its file is replaced; each file is a version.
create table media (
    id uuid constraint media_pk primary key,
    -- The version of the description, for If-Match.
    version int not null,
    -- The number of the current file.
    file_version int not null,
    -- The media type of the current file, and its kind for filters.
    type text not null,
    kind text not null generated always as (case when split_part(type, '/', 1) in ('image', 'audio', 'video')
        then split_part(type, '/', 1) else 'other' end) stored,
    filename text collate "und-x-icu" not null,
    alt text,
    caption text,
    credit text,
    -- The point that stays in the picture when it is cut, as shares of the width and height from the top left.
    focal_x real constraint media_focal_x check (focal_x between 0 and 1),
    focal_y real constraint media_focal_y check (focal_y between 0 and 1),
    -- The account or key that uploaded the file; null for imports.
    uploaded_by uuid,
    created_at timestamptz(3) not null,
    changed_at timestamptz(3) not null,
    -- Set while the medium is in the trash.
    trashed_at timestamptz(3),
    -- The words of the filename and the description, folded, for the filter by text.
    words tsvector not null
);

-- One index for each order and each filter of the list; the trash has its own.
create index media_created on media (created_at, id) where trashed_at is null;
create index media_filename on media (filename, id) where trashed_at is null;
create index media_kind_created on media (kind, created_at, id) where trashed_at is null;
create index media_kind_filename on media (kind, filename, id) where trashed_at is null;
create index media_type_created on media (type, created_at, id) where trashed_at is null;
create index media_type_filename on media (type, filename, id) where trashed_at is null;
create index media_uploader on media (uploaded_by, created_at, id) where trashed_at is null;
create index media_words on media using gin (words) with (fastupdate = off);
create index media_trash_created on media (created_at, id) where trashed_at is not null;
create index media_trash_filename on media (filename, id) where trashed_at is not null;
create index media_trashed on media (trashed_at) where trashed_at is not null;

create table media_file (
    media_id uuid not null constraint media_file_media references media on delete cascade,
    version int not null,
    -- SHA-256 of the file as it was uploaded, by which a second upload of the same file is found.
    upload_hash bytea not null,
    -- The name of the file in the store: the SHA-256 of the stored bytes, in hexadecimal digits.
    store_key text collate "C" not null,
    type text not null,
    bytes bigint not null,
    -- Of pictures: in pixels, after the orientation was applied.
    width int,
    height int,
    -- 1 unless the picture is animated.
    frames int,
    -- ThumbHash in Base64.
    placeholder text,
    -- As in CSS, such as #1a2b3c.
    dominant_color text,
    created_at timestamptz(3) not null,
    -- When the next version replaced the file; null for the current file.
    replaced_at timestamptz(3),
    constraint media_file_pk primary key (media_id, version)
);

create index media_file_hash on media_file (upload_hash);
create index media_file_store_key on media_file (store_key);
create index media_file_replaced on media_file (replaced_at) where replaced_at is not null;
