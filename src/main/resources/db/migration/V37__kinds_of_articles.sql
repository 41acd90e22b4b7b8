-- An article is one of the blog's articles or a static page. Nodes of the previous release keep the kind of an article that
-- they save.
alter table article
    add column kind text not null default 'article',
    add constraint article_kind check (kind in ('article', 'page')) not valid;
