-- New names are logged for the articles in the order of their ids. The former index was a part of this one.
set lock_timeout = 0;
drop index concurrently if exists publication_category_articles;
create index concurrently publication_category_articles on publication_category (category_id, article_id);
drop index concurrently if exists publication_category_by_category;
set lock_timeout = '3s';
