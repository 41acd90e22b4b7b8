-- What search looks into, beside what it shows: folded words (without accents, in lower case), the title before the
-- excerpt and tags before the text, as they are and as the language's dictionary has them.
create table search_document (
    article_id uuid constraint search_document_pk primary key
        constraint search_document_publication references publication on delete cascade,
    locale text not null,
    -- Folded, to be found by its beginning.
    title text collate "C" not null,
    document tsvector not null
);

-- Ranking reads many of them: space for time.
alter table search_document alter column document set storage external;

create index search_document_document on search_document using gin (document) with (fastupdate = off);
create index search_document_title on search_document (title, article_id);

-- The words of titles, for those who mistype one.
create table search_word (
    word text collate "C" constraint search_word_pk primary key
);
