-- Most comments have no email.
set lock_timeout = 0;
drop index concurrently if exists comment_by_email;
create index concurrently comment_by_email on comment (author_email_norm, created_at, id)
    where author_email_norm is not null;
drop index concurrently if exists comment_of_email;
set lock_timeout = '3s';
