create function author_media() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform drop_media_use('author', old.id);
    else
        perform set_media_use('author', new.id, array[new.avatar_url]);
    end if;
    return null;
end $$;

create trigger author_media_added after insert on author
    for each row when (strpos(new.avatar_url, 'media') > 0) execute function author_media();
create trigger author_media_changed after update on author
    for each row when (old.avatar_url is distinct from new.avatar_url) execute function author_media();
create trigger author_media_removed after delete on author
    for each row when (old.avatar_url is not null) execute function author_media();
