create function site_media() returns trigger language plpgsql as $$
begin
    perform set_media_use('site', '00000000-0000-0000-0000-000000000000', array[new.logo_url, new.icon_url]);
    return null;
end $$;

create trigger site_media_added after insert on site
    for each row when (strpos(concat(new.logo_url, new.icon_url), 'media') > 0) execute function site_media();
create trigger site_media_changed after update on site
    for each row when ((old.logo_url, old.icon_url) is distinct from (new.logo_url, new.icon_url))
    execute function site_media();
