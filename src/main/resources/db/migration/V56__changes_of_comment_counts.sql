-- Counts of comments are logged with the views, once a minute at most.
create function comment_count_changed() returns trigger language plpgsql as $$
begin
    insert into ranking_due (article_id) select article_id from changed;
    return null;
end $$;

create trigger comment_count_added after insert on article_comment_counter
    referencing new table as changed for each statement execute function comment_count_changed();
create trigger comment_count_changed after update on article_comment_counter
    referencing new table as changed for each statement execute function comment_count_changed();
