-- New names are logged for the articles in the order of their ids. The former index was a part of this one.
set lock_timeout = 0;
drop index concurrently if exists publication_tag_articles;
create index concurrently publication_tag_articles on publication_tag (tag_id, article_id);
drop index concurrently if exists publication_tag_by_tag;
set lock_timeout = '3s';
