-- Where the frontend begins, and where it shows tags and authors: feeds link there.
alter table site add column site_url text, add column tag_url text, add column author_url text;

-- What a site map lists, in its order.
create index publication_indexed on publication (article_id) where seo_no_index is not true;
