-- Pictures in other sizes, in the store of media under the same key. Each can be made again.
create table picture_size (
    store_key text constraint picture_size_pk primary key,
    -- Null while a node makes the size, and while it is deleted.
    bytes bigint,
    -- Until when other nodes leave the work to the one that has claimed it.
    claimed_until timestamptz(3),
    -- At most an hour too old.
    last_used_at timestamptz(3) not null
);

create index picture_size_used on picture_size (last_used_at);
