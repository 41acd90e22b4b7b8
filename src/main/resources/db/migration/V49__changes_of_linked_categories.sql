-- Merges and removals change the links of live articles; a publication is logged by itself.
create trigger publication_category_moved_logged after update on publication_category
    referencing old table as changed for each statement execute function links_logged();
create trigger publication_category_went_logged after delete on publication_category
    referencing old table as changed for each statement execute function links_logged();
