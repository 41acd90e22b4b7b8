-- Names of constraints are part of the code: a service translates those of its own tables into problems.
-- Slugs sort by byte, so that a prefix is a range of their index. Times have milliseconds, as the API does. Names sort by ICU's root collation, whatever the server's locale is.

create table site (
    id smallint constraint site_pk primary key default 1 constraint site_one_row check (id = 1),
    version int not null,
    title text not null,
    default_locale text not null,
    locales text[] not null,
    comments_policy text not null constraint site_comments_policy check (comments_policy in ('none', 'first_time', 'all')),
    article_url text,
    category_url text
);

create table api_key (
    id uuid constraint api_key_pk primary key,
    name text not null constraint api_key_name unique,
    role text not null constraint api_key_role check (role in ('editor', 'admin')),
    hash bytea not null constraint api_key_hash unique,
    created_at timestamptz(3) not null
);

create table audit_entry (
    id bigint generated always as identity constraint audit_entry_pk primary key,
    at timestamptz(3) not null,
    actor text not null,
    action text not null,
    entity text not null,
    entity_id text not null,
    request_id text
);

create index audit_entry_entity on audit_entry (entity, entity_id, id);

create table author (
    id uuid constraint author_pk primary key,
    version int not null,
    slug text collate "C" not null constraint author_slug unique,
    name text collate "und-x-icu" not null,
    bio text,
    avatar_url text,
    created_at timestamptz(3) not null
);

create index author_name on author (name, id);

create table category (
    id uuid constraint category_pk primary key,
    version int not null,
    slug text collate "C" not null constraint category_slug unique,
    name text collate "und-x-icu" not null,
    description text,
    created_at timestamptz(3) not null
);

create index category_name on category (name, id);

create table tag (
    id uuid constraint tag_pk primary key,
    version int not null,
    slug text collate "C" not null constraint tag_slug unique,
    name text collate "und-x-icu" not null,
    -- The name with case and width folded: "XAI" and "xAI" are one tag, "C" and "C++" are two.
    name_key text not null constraint tag_name_key unique,
    created_at timestamptz(3) not null
);

create index tag_name on tag (name, id);

-- What an article is called. Both copies, the counters and the comments refer to this row, which only a purge removes.
create table article_identity (
    id uuid constraint article_identity_pk primary key,
    translation_group_id uuid not null,
    created_at timestamptz(3) not null
);

create index article_identity_translation_group on article_identity (translation_group_id);

-- Every slug there is: that of the working copy, that of the published copy, and the former ones that readers have seen.
-- Which one it is follows from who refers to it.
create table article_slug (
    locale text not null,
    slug text collate "C" not null,
    article_id uuid not null constraint article_slug_identity references article_identity on delete cascade,
    was_published boolean not null default false,
    constraint article_slug_pk primary key (locale, slug),
    constraint article_slug_holder unique (locale, slug, article_id)
);

create index article_slug_slug on article_slug (slug);
create index article_slug_article on article_slug (article_id);

create table article (
    id uuid constraint article_pk primary key constraint article_id_identity references article_identity,
    version int not null,
    content_version int not null,
    published_content_version int,
    state text not null constraint article_state check (state in ('never_published', 'live', 'unpublished', 'trashed')),
    locale text not null,
    slug text collate "C" not null,
    title text not null,
    excerpt text,
    body_format text constraint article_body_format check (body_format in ('markdown', 'html')),
    body_source text,
    body_html text,
    body_text text,
    cover_url text,
    cover_alt text,
    cover_width int,
    cover_height int,
    pinned boolean not null,
    seo_title text,
    seo_description text,
    seo_canonical_url text,
    seo_no_index boolean,
    comments_policy text not null
        constraint article_comments_policy check (comments_policy in ('open', 'members', 'closed')),
    metadata jsonb,
    first_published_at timestamptz(3),
    published_at timestamptz(3),
    updated_at timestamptz(3),
    created_at timestamptz(3) not null,
    saved_at timestamptz(3) not null,
    constraint article_own_slug foreign key (locale, slug, id) references article_slug (locale, slug, article_id)
);

create index article_saved on article (saved_at, id);
create index article_state_saved on article (state, saved_at, id);
create index article_created on article (created_at, id);

create table article_author (
    article_id uuid not null constraint article_author_article references article on delete cascade,
    position int not null,
    author_id uuid not null constraint article_author_author references author,
    constraint article_author_pk primary key (article_id, position)
);

create index article_author_by_author on article_author (author_id);

create table article_category (
    article_id uuid not null constraint article_category_article references article on delete cascade,
    position int not null,
    category_id uuid not null constraint article_category_category references category,
    constraint article_category_pk primary key (article_id, position)
);

create index article_category_by_category on article_category (category_id);

create table article_tag (
    article_id uuid not null constraint article_tag_article references article on delete cascade,
    position int not null,
    tag_id uuid not null constraint article_tag_tag references tag,
    constraint article_tag_pk primary key (article_id, position)
);

create index article_tag_by_tag on article_tag (tag_id);

-- What the world reads. No query of the reading door touches "article".
create table publication (
    article_id uuid constraint publication_pk primary key
        constraint publication_identity references article_identity on delete cascade,
    locale text not null,
    slug text collate "C" not null,
    title text not null,
    excerpt text not null,
    html text not null,
    text text not null,
    cover_url text,
    cover_alt text,
    cover_width int,
    cover_height int,
    pinned boolean not null,
    seo_title text,
    seo_description text,
    seo_canonical_url text,
    seo_no_index boolean,
    comments_policy text not null
        constraint publication_comments_policy check (comments_policy in ('open', 'members', 'closed')),
    metadata jsonb,
    reading_minutes int not null,
    first_published_at timestamptz(3) not null,
    published_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    constraint publication_own_slug foreign key (locale, slug, article_id)
        references article_slug (locale, slug, article_id)
);

create index publication_published on publication (published_at, article_id);
create index publication_locale_published on publication (locale, published_at, article_id);

-- The links repeat the order's key, so that a list of one category is one range of one index.
create table publication_author (
    article_id uuid not null constraint publication_author_publication references publication on delete cascade,
    position int not null,
    author_id uuid not null constraint publication_author_author references author,
    published_at timestamptz(3) not null,
    constraint publication_author_pk primary key (article_id, position)
);

create index publication_author_published on publication_author (author_id, published_at, article_id);

create table publication_category (
    article_id uuid not null constraint publication_category_publication references publication on delete cascade,
    position int not null,
    category_id uuid not null constraint publication_category_category references category,
    published_at timestamptz(3) not null,
    constraint publication_category_pk primary key (article_id, position)
);

create index publication_category_published on publication_category (category_id, published_at, article_id);

create table publication_tag (
    article_id uuid not null constraint publication_tag_publication references publication on delete cascade,
    position int not null,
    tag_id uuid not null constraint publication_tag_tag references tag,
    published_at timestamptz(3) not null,
    constraint publication_tag_pk primary key (article_id, position)
);

create index publication_tag_published on publication_tag (tag_id, published_at, article_id);

-- Counters are narrow rows with room beside them and no index on what changes: nearly every update stays in its page.
create table article_counter (
    article_id uuid constraint article_counter_pk primary key
        constraint article_counter_identity references article_identity on delete cascade,
    views bigint not null constraint article_counter_views check (views >= 0)
) with (fillfactor = 50);

create table article_comment_counter (
    article_id uuid constraint article_comment_counter_pk primary key
        constraint article_comment_counter_identity references article_identity on delete cascade,
    approved int not null constraint article_comment_counter_approved check (approved >= 0)
) with (fillfactor = 50);

create table comment (
    id uuid constraint comment_pk primary key,
    version int not null,
    article_id uuid not null constraint comment_article references article_identity on delete cascade,
    parent_id uuid constraint comment_parent references comment,
    in_reply_to_id uuid,
    root_id uuid not null,
    depth int not null constraint comment_depth check (depth between 1 and 5),
    state text not null constraint comment_state check (state in ('pending', 'approved', 'rejected', 'spam', 'deleted')),
    -- True while an ancestor is neither approved nor a tombstone: such a comment is not shown and not counted.
    hidden boolean not null,
    -- Of a tombstone: whether no visible reply hangs on it any more.
    bare boolean not null,
    author_name text,
    author_email text,
    author_website text,
    body text,
    html text,
    created_at timestamptz(3) not null
);

create index comment_roots on comment (article_id, created_at, id) where parent_id is null;
create index comment_thread on comment (root_id, created_at, id);
create index comment_children on comment (parent_id);
create index comment_queue on comment (state, created_at, id);
create index comment_by_article on comment (article_id, created_at, id);
create index comment_created on comment (created_at, id);
