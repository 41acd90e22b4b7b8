-- Copies of a site read the live pages in the order of their ids, among very many articles.
set lock_timeout = 0;
drop index concurrently if exists publication_pages;
create index concurrently publication_pages on publication (article_id) where kind = 'page';
set lock_timeout = '3s';
