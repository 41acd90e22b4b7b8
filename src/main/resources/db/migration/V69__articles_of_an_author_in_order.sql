-- New names are logged for the articles in the order of their ids. The former index was a part of this one.
set lock_timeout = 0;
drop index concurrently if exists publication_author_articles;
create index concurrently publication_author_articles on publication_author (author_id, article_id);
drop index concurrently if exists publication_author_by_author;
set lock_timeout = '3s';
