-- Lists of the working copies of pages, among very many articles.
set lock_timeout = 0;
drop index concurrently if exists article_pages_saved;
create index concurrently article_pages_saved on article (saved_at, id) where kind = 'page';
set lock_timeout = '3s';
