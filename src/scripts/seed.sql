-- Articles for .ci/bench: ${articles} of them, each with ${words} words, in 500 categories. Two semicolons end a statement.
set session_replication_role = replica;;
set maintenance_work_mem = '1GB';;
-- Indexes are built once the rows are there, which takes a small part of the time.
create temporary table later as
select indexname, indexdef from pg_indexes where schemaname = current_schema() and indexname not in (
    select conname from pg_constraint) and tablename in ('article_slug', 'comment', 'listing', 'publication',
    'publication_author', 'publication_category', 'publication_tag', 'ranking', 'search_document');;
do $$ declare i record; begin
    for i in select * from later loop execute format('drop index %I', i.indexname); end loop;
end $$;;
insert into category (id, version, slug, name, created_at, parent_id, position, path)
select md5('c' || i)::uuid, 1, 'category-' || i, 'Category ' || i, now(),
    case when i >= 10 then md5('c' || i % 10)::uuid end, case when i < 10 then i + 1000 else i / 10 - 1 end,
    case when i < 10 then lpad((i + 1000)::text, 5, '0')
        else lpad((i % 10 + 1000)::text, 5, '0') || '.' || lpad((i / 10 - 1)::text, 5, '0') end
from generate_series(0, 499) i;;
insert into author (id, version, slug, name, created_at)
select md5('a' || i)::uuid, 1, 'author-' || i, 'Author ' || i, now() from generate_series(0, 99) i;;
insert into tag (id, version, slug, name, name_key, created_at)
select md5('t' || i)::uuid, 1, 'tag-' || i, 'Tag ' || i, 'tag ' || i, now() from generate_series(0, 999) i;;
insert into article_identity (id, translation_group_id, locale, created_at)
select md5('n' || i)::uuid, md5('g' || i)::uuid, 'en', now() from generate_series(1, ${articles}) i;;
insert into article_slug (locale, slug, article_id, was_published)
select 'en', 'article-' || i, md5('n' || i)::uuid, true from generate_series(1, ${articles}) i;;
-- A vocabulary of 20,000 words, the first of them frequent, as words are.
insert into publication (article_id, locale, slug, title, excerpt, html, text, contents, pinned, comments_policy,
    reading_minutes, first_published_at, published_at, updated_at)
select md5('n' || i)::uuid, 'en', 'article-' || i, 'Article ' || i || ' on ' || split_part(t.text, ' ', 1) || ' and '
    || split_part(t.text, ' ', 2), left(t.text, 160), '<p>' || t.text || '</p>', t.text, '[]', i % 100 = 0, 'open', 2,
    p.at, p.at, p.at
from generate_series(1, ${articles}) i
cross join lateral (select timestamptz '2026-11-01Z' - i * interval '3 minutes' as at) p
cross join lateral (
    select string_agg('word' || (20000 * power(random(), 3))::int, ' ') as text
    from generate_series(1, ${words}) w where i = i) t;;
insert into publication_author (article_id, position, author_id)
select md5('n' || i)::uuid, 0, md5('a' || i % 100)::uuid from generate_series(1, ${articles}) i;;
insert into publication_category (article_id, position, category_id)
select md5('n' || i)::uuid, 0, md5('c' || i % 500)::uuid from generate_series(1, ${articles}) i;;
insert into publication_tag (article_id, position, tag_id)
select md5('n' || i)::uuid, p, md5('t' || (i * 7 + p * 331) % 1000)::uuid
from generate_series(1, ${articles}) i, generate_series(0, 2) p;;
insert into article_counter (article_id, views, base)
select c.id, c.views, c.views from (
    select md5('n' || i)::uuid as id, (10000 * power(random(), 8))::int as views
    from generate_series(1, ${articles}) i) c;;
insert into article_comment_counter (article_id, approved)
select md5('n' || i)::uuid, ${comments} from generate_series(1, ${articles}) i;;
insert into comment (id, version, article_id, root_id, depth, state, hidden, bare, author_name, body, html, created_at, moved_at,
    posted_on)
select md5('m' || i || '.' || c)::uuid, 1, md5('n' || i)::uuid, md5('m' || i || '.' || c)::uuid, 1, 'approved', false,
    false, 'Reader', 'A comment', '<p>A comment</p>', at.at, at.at, date '2026-11-01'
from generate_series(1, ${articles}) i, generate_series(1, ${comments}) c,
    lateral (select timestamptz '2026-11-01Z' + c * interval '1 minute' as at) at;;
analyze;;
insert into listing (list, article_id, published_at, updated_at, title)
select list, article_id, published_at, updated_at, title from listed;;
analyze listing;;
insert into ranking (list, article_id, views, views7d, since, until)
select l.list, l.article_id, c.views, 0, 0, 2147483647 from listing l join article_counter c using (article_id);;
truncate list_count, list_change;;
insert into list_count (list, articles) select list, count(*) from listing group by list;;
-- The version is SearchIndex.VERSION, so that nothing is indexed again.
insert into search_document (article_id, locale, title, version, published_at, updated_at, document)
select article_id, locale, lower(title), 3, published_at, updated_at, setweight(to_tsvector('simple', lower(title)), 'A')
    || to_tsvector('simple', ${searched}) || array_to_tsvector(array[to_char(published_at at time zone 'UTC', '"~"YYYY'),
            to_char(published_at at time zone 'UTC', '"~"YYYY-MM')]
        || array(select '^' || lexeme from unnest(to_tsvector('simple', lower(title)))))
from publication p;;
insert into search_word select distinct unnest(string_to_array(lower(title), ' ')) from publication on conflict do nothing;;
do $$ declare i record; begin
    for i in select * from later loop execute i.indexdef; end loop;
end $$;;
set session_replication_role = origin;;
vacuum analyze;;
