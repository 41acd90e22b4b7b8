-- "Pinned first, then newest" in each list.
set lock_timeout = 0;
drop index concurrently if exists listing_pinned;
create index concurrently listing_pinned on listing (list, pinned, published_at, article_id);
set lock_timeout = '3s';
