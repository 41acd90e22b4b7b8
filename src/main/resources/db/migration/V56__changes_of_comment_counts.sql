-- Counts of comments are logged with the views, once a minute at most.
create trigger comment_count_added after insert on article_comment_counter
    referencing new table as changed for each statement execute function counter_changed();
create trigger comment_count_changed after update on article_comment_counter
    referencing new table as changed for each statement execute function counter_changed();
