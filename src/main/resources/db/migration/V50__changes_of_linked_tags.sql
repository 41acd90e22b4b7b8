-- Merges and removals change the links of live articles; a publication is logged by itself.
create trigger publication_tag_moved_logged after update on publication_tag
    referencing old table as changed for each statement execute function links_logged();
create trigger publication_tag_went_logged after delete on publication_tag
    referencing old table as changed for each statement execute function links_logged();

-- Readers see a tag from its first live article to its last. Whether they still do is found out after the commit.
create function tag_links_logged() returns trigger language plpgsql as $$
begin
    insert into pending_change (type, change, thing_id, slug)
    select 'tag', 'linked', c.tag_id, t.slug from (select distinct tag_id from changed) c left join tag t on t.id = c.tag_id
    where tg_op = 'DELETE' or tg_nargs = 1 or not exists (select 1 from listed_tag l where l.tag_id = c.tag_id);
    return null;
end $$;

create trigger publication_tag_came_linked after insert on publication_tag
    referencing new table as changed for each statement execute function tag_links_logged();
create trigger publication_tag_went_linked after delete on publication_tag
    referencing old table as changed for each statement execute function tag_links_logged();
create trigger publication_tag_left_linked after update on publication_tag
    referencing old table as changed for each statement execute function tag_links_logged('left');
create trigger publication_tag_moved_linked after update on publication_tag
    referencing new table as changed for each statement execute function tag_links_logged();
