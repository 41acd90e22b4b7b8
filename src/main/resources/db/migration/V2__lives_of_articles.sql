-- Every save of an article is a revision, named by the version that the save made.
create table article_revision (
    article_id uuid not null constraint article_revision_article references article on delete cascade,
    version int not null,
    content jsonb not null,
    saved_at timestamptz(3) not null,
    saved_by text not null,
    constraint article_revision_pk primary key (article_id, version)
);

-- What was saved before there were revisions: the working copy as it is …
insert into article_revision (article_id, version, content, saved_at, saved_by)
select a.id, a.version, jsonb_strip_nulls(jsonb_build_object(
        'title', a.title, 'slug', a.slug, 'locale', a.locale, 'excerpt', a.excerpt,
        'body', case when a.body_source is not null
            then jsonb_build_object('format', a.body_format, 'source', a.body_source) end,
        'cover', case when a.cover_url is not null then jsonb_build_object('url', a.cover_url, 'alt', a.cover_alt,
            'width', a.cover_width, 'height', a.cover_height) end,
        'authors', coalesce((select jsonb_agg(l.author_id order by l.position) from article_author l
            where l.article_id = a.id), '[]'),
        'categories', coalesce((select jsonb_agg(l.category_id order by l.position) from article_category l
            where l.article_id = a.id), '[]'),
        'tags', coalesce((select jsonb_agg(l.tag_id order by l.position) from article_tag l
            where l.article_id = a.id), '[]'),
        'pinned', a.pinned,
        'seo', case when num_nonnulls(a.seo_title, a.seo_description, a.seo_canonical_url, a.seo_no_index) > 0
            then jsonb_build_object('title', a.seo_title, 'description', a.seo_description,
                'canonicalUrl', a.seo_canonical_url, 'noIndex', a.seo_no_index) end,
        'commentsPolicy', a.comments_policy))
    || jsonb_build_object('metadata', a.metadata,
        'firstPublishedAt', to_char(a.first_published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'publishedAt', to_char(a.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'updatedAt', to_char(a.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    a.saved_at, 'system'
from article a;

-- … and where readers see something else, what they see, as far as it was kept.
insert into article_revision (article_id, version, content, saved_at, saved_by)
select a.id, 0, jsonb_strip_nulls(jsonb_build_object(
        'title', p.title, 'slug', p.slug, 'locale', p.locale, 'excerpt', p.excerpt,
        'body', jsonb_build_object('format', 'html', 'source', p.html),
        'cover', case when p.cover_url is not null then jsonb_build_object('url', p.cover_url, 'alt', p.cover_alt,
            'width', p.cover_width, 'height', p.cover_height) end,
        'authors', coalesce((select jsonb_agg(l.author_id order by l.position) from publication_author l
            where l.article_id = a.id), '[]'),
        'categories', coalesce((select jsonb_agg(l.category_id order by l.position) from publication_category l
            where l.article_id = a.id), '[]'),
        'tags', coalesce((select jsonb_agg(l.tag_id order by l.position) from publication_tag l
            where l.article_id = a.id), '[]'),
        'pinned', p.pinned,
        'seo', case when num_nonnulls(p.seo_title, p.seo_description, p.seo_canonical_url, p.seo_no_index) > 0
            then jsonb_build_object('title', p.seo_title, 'description', p.seo_description,
                'canonicalUrl', p.seo_canonical_url, 'noIndex', p.seo_no_index) end,
        'commentsPolicy', p.comments_policy))
    || jsonb_build_object('metadata', p.metadata),
    p.updated_at, 'system'
from article a join publication p on p.article_id = a.id
where a.state = 'live' and a.content_version <> a.published_content_version;

update article set
    published_content_version = case
        when content_version = published_content_version then version
        when state = 'live' then 0
    end,
    content_version = version;

alter table article
    -- Text is taken from the body when it is published; until then nobody asks for it.
    drop column body_text,
    add constraint article_content_revision foreign key (id, content_version)
        references article_revision (article_id, version) deferrable initially deferred,
    add constraint article_published_revision foreign key (id, published_content_version)
        references article_revision (article_id, version) deferrable initially deferred;

-- One intention at a time: the verb, when, and for publishing the revision with the slug that it keeps meanwhile.
alter table article
    add column schedule_action text
        constraint article_schedule_action check (schedule_action in ('publish', 'unpublish')),
    add column schedule_at timestamptz(3),
    add column schedule_version int,
    add column schedule_locale text,
    add column schedule_slug text collate "C",
    add column schedule_problem text,
    add constraint article_schedule_whole check (
        (schedule_action is null) = (schedule_at is null) and (schedule_action is null) = (schedule_version is null)),
    add constraint article_schedule_revision foreign key (id, schedule_version)
        references article_revision (article_id, version) deferrable initially deferred,
    add constraint article_schedule_slug foreign key (schedule_locale, schedule_slug, id)
        references article_slug (locale, slug, article_id);

create index article_schedule_due on article (schedule_at, id) where schedule_at is not null and schedule_problem is null;
create index article_scheduled on article (schedule_action, saved_at, id) where schedule_action is not null;

-- A translation group has one article in each locale.
alter table article_identity add column locale text;
update article_identity i set locale = a.locale from article a where a.id = i.id;
delete from article_identity where locale is null;
alter table article_identity
    alter column locale set not null,
    add constraint article_identity_translation unique (translation_group_id, locale);
drop index article_identity_translation_group;

alter table publication add column contents jsonb not null default '[]';

-- A preview is a row for as long as it may be used; the token that leads to it is signed.
create table preview (
    id uuid constraint preview_pk primary key,
    article_id uuid not null constraint preview_article references article on delete cascade,
    created_at timestamptz(3) not null,
    created_by text not null,
    expires_at timestamptz(3) not null
);

create index preview_article_created on preview (article_id, created_at, id);

create table preview_secret (
    id smallint constraint preview_secret_pk primary key default 1 constraint preview_secret_one_row check (id = 1),
    secret bytea not null
);

-- What editors filter by: what readers do not see yet, and one locale.
create index article_changed on article (saved_at, id)
    where state = 'live' and content_version <> published_content_version;
create index article_locale_saved on article (locale, saved_at, id);
