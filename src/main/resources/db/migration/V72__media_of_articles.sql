create function article_media() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform drop_media_use('article', old.id);
    else
        perform set_media_use('article', new.id, array[new.body_source, new.cover_url, new.metadata::text]);
    end if;
    return null;
end $$;

create trigger article_media_added after insert on article
    for each row when (strpos(concat(new.body_source, new.cover_url, new.metadata), 'media') > 0)
    execute function article_media();
create trigger article_media_changed after update on article
    for each row when ((old.body_source, old.cover_url, old.metadata)
        is distinct from (new.body_source, new.cover_url, new.metadata)) execute function article_media();
create trigger article_media_removed after delete on article
    for each row execute function article_media();
