-- What frontends, feeds and search engines show about the site. Nodes of the previous release leave the columns alone, also
-- when they change the settings.
alter table site
    add column description text,
    add column logo_url text,
    add column logo_alt text,
    add column icon_url text,
    add column page_url text,
    add column social jsonb not null default '[]';
