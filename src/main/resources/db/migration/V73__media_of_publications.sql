create function publication_media() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform drop_media_use('publication', old.article_id);
    else
        perform set_media_use('publication', new.article_id, array[new.html, new.cover_url, new.metadata::text]);
    end if;
    return null;
end $$;

create trigger publication_media_added after insert on publication
    for each row when (strpos(concat(new.html, new.cover_url, new.metadata), 'media') > 0)
    execute function publication_media();
create trigger publication_media_changed after update on publication
    for each row when ((old.html, old.cover_url, old.metadata)
        is distinct from (new.html, new.cover_url, new.metadata)) execute function publication_media();
create trigger publication_media_removed after delete on publication
    for each row execute function publication_media();
