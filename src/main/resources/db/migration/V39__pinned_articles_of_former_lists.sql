-- Articles that were pinned before. The rows of the list of pinned articles are locked, so that an article that is not
-- pinned any more at the same moment does not stay marked.
update listing l set pinned = true where not l.pinned and l.article_id = any (array(
    select p.article_id from listing p where p.list = md5('pinned:')::uuid order by p.article_id for update));
