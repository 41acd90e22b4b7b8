-- Comments with everything that keeps their threads civil: events, revisions, likes, reports, bans.

alter table site add comments_close_after_days int
    constraint site_comments_close_after_days check (comments_close_after_days between 1 and 36500);

drop index comment_roots;
drop index comment_thread;

alter table comment
    add member_id uuid constraint comment_member references member on delete set null,
    -- Trimmed, in lower case, its domain in ASCII: what erasing, exporting and banning go by.
    add author_email_norm text,
    add author_verified boolean not null default false,
    -- Keyed hashes; they go after 30 days, and the salts of their month with them.
    add address_hash bytea,
    add author_key bytea,
    add user_agent text,
    -- Who wrote the same in the same article on the same day wrote it once.
    add text_hash bytea,
    add posted_on date not null default current_date,
    add secret_hash bytea,
    add edited_at timestamptz(3),
    -- What the author made of an approved comment, until it is approved as well.
    add proposed_body text,
    add proposed_html text,
    -- What made it wait, or what a classifier said of it.
    add held_for text[] not null default '{}',
    add moved_at timestamptz(3),
    add like_count int not null default 0 constraint comment_like_count check (like_count >= 0),
    add open_reports int not null default 0 constraint comment_open_reports check (open_reports >= 0),
    -- Of a root: the replies of its thread that readers see.
    add reply_count int not null default 0 constraint comment_reply_count check (reply_count >= 0),
    add folded text;

update comment set author_email_norm = lower(trim(author_email)), posted_on = (created_at at time zone 'UTC')::date,
    moved_at = created_at, folded = lower(concat_ws(' ', author_name, body));
update comment r set reply_count = c.replies
from (select root_id, count(*) as replies from comment
    where parent_id is not null and state = 'approved' and not hidden group by root_id) c
where c.root_id = r.id;

alter table comment
    alter moved_at set not null,
    -- What readers see: an approved comment below such, or a tombstone above one.
    add shown boolean not null
        generated always as (not hidden and (state = 'approved' or state = 'deleted' and not bare)) stored,
    -- What a moderator should look at.
    add waiting boolean not null generated always as
        (state = 'pending' or state = 'approved' and (proposed_body is not null or open_reports >= 3)) stored,
    add words tsvector generated always as (to_tsvector('simple', coalesce(folded, ''))) stored;

create unique index comment_once on comment (author_key, article_id, text_hash, posted_on);
create index comment_roots on comment (article_id, created_at, id) where parent_id is null and shown;
create index comment_roots_liked on comment (article_id, like_count, id) where parent_id is null and shown;
create index comment_replies on comment (root_id, created_at, id) where parent_id is not null and shown;
create index comment_flat on comment (article_id, created_at, id) where shown;
create index comment_tombstones on comment (root_id) where state = 'deleted';
create index comment_waiting on comment (created_at, id) where waiting;
create index comment_waiting_in_article on comment (article_id, created_at, id) where waiting;
create index comment_state_in_article on comment (article_id, state, created_at, id);
create index comment_of_email on comment (author_email_norm, created_at, id);
create index comment_of_member on comment (member_id, created_at, id);
create index comment_of_address on comment (address_hash) where address_hash is not null;
create index comment_texts on comment (text_hash, created_at);
create index comment_words on comment using gin (words);
create index comment_moved on comment (moved_at) where state in ('spam', 'rejected', 'deleted');
create index comment_traced on comment (created_at) where author_key is not null or user_agent is not null;

create table comment_event (
    id bigint generated always as identity constraint comment_event_pk primary key,
    comment_id uuid not null constraint comment_event_comment references comment on delete cascade,
    from_state text,
    to_state text not null,
    actor text not null,
    reason text,
    at timestamptz(3) not null
);

create index comment_event_comment on comment_event (comment_id, id);

create table comment_revision (
    id bigint generated always as identity constraint comment_revision_pk primary key,
    comment_id uuid not null constraint comment_revision_comment references comment on delete cascade,
    body text not null,
    actor text not null,
    replaced_at timestamptz(3) not null
);

create index comment_revision_comment on comment_revision (comment_id, id);
create index comment_revision_replaced on comment_revision (replaced_at);

create table comment_like (
    comment_id uuid not null constraint comment_like_comment references comment on delete cascade,
    member_id uuid not null constraint comment_like_member references member on delete cascade,
    created_at timestamptz(3) not null,
    constraint comment_like_pk primary key (comment_id, member_id)
);

create index comment_like_by_member on comment_like (member_id, comment_id);

create table comment_report (
    id bigint generated always as identity constraint comment_report_pk primary key,
    comment_id uuid not null constraint comment_report_comment references comment on delete cascade,
    reporter bytea not null,
    member_id uuid constraint comment_report_member references member on delete set null,
    reason text not null constraint comment_report_reason check (reason in ('spam', 'abuse', 'off_topic', 'other')),
    note text,
    created_at timestamptz(3) not null,
    resolved_at timestamptz(3),
    constraint comment_report_once unique (comment_id, reporter)
);

create index comment_report_by_member on comment_report (member_id);
create index comment_report_resolved on comment_report (resolved_at);

-- With what addresses are hashed in one month (UTC). Without it nobody can tell whose a hash was.
create table abuse_salt (
    month date constraint abuse_salt_pk primary key,
    salt bytea not null
);

create table ban (
    id uuid constraint ban_pk primary key,
    kind text not null constraint ban_kind check (kind in ('address', 'email', 'word')),
    -- The word; an address or email is kept as a hash alone.
    word text,
    hash bytea,
    salt_month date constraint ban_salt references abuse_salt,
    label text not null,
    effect text not null constraint ban_effect check (effect in ('refuse', 'hold', 'spam')),
    note text,
    created_by text not null,
    created_at timestamptz(3) not null,
    expires_at timestamptz(3),
    constraint ban_of_something check ((kind = 'word') = (word is not null) and (kind = 'word') = (hash is null)),
    constraint ban_word unique (word),
    constraint ban_hash unique (kind, hash)
);

create index ban_created on ban (created_at, id);
create index ban_kind_created on ban (kind, created_at, id);
create index ban_expires on ban (expires_at);

-- Counts by difference, in the transaction of whatever changes what readers see of comments.
create function add_comments(article uuid, difference bigint) returns void language sql as
$$
    update article_comment_counter set approved = approved + difference where article_id = article
$$;

create function comments_came_or_went() returns trigger language plpgsql as
$$
declare
    d record;
begin
    for d in select article_id, count(*) * tg_argv[0]::int as n from changed where state = 'approved' and not hidden
        group by article_id order by article_id
    loop
        if tg_op = 'INSERT' then
            insert into article_comment_counter values (d.article_id, 0) on conflict do nothing;
        end if;
        perform add_comments(d.article_id, d.n);
    end loop;
    update comment r set reply_count = r.reply_count + c.n
    from (select root_id, count(*) * tg_argv[0]::int as n from changed
        where state = 'approved' and not hidden and parent_id is not null group by root_id) c
    where r.id = c.root_id;
    return null;
end
$$;

create function comments_moved() returns trigger language plpgsql as
$$
declare
    d record;
begin
    -- Nearly every update moves nothing, among them those that this one makes.
    if not exists (select 1 from before b join after a using (id)
        where (a.state = 'approved' and not a.hidden) <> (b.state = 'approved' and not b.hidden)) then
        return null;
    end if;
    for d in select a.article_id, sum((a.state = 'approved' and not a.hidden)::int - (b.state = 'approved' and not b.hidden)::int) as n
        from before b join after a using (id) group by a.article_id order by a.article_id
    loop
        insert into article_comment_counter values (d.article_id, 0) on conflict do nothing;
        perform add_comments(d.article_id, d.n);
    end loop;
    update comment r set reply_count = r.reply_count + c.n
    from (select a.root_id, sum((a.state = 'approved' and not a.hidden)::int - (b.state = 'approved' and not b.hidden)::int) as n
        from before b join after a using (id) where a.parent_id is not null group by a.root_id) c
    where r.id = c.root_id and c.n <> 0;
    return null;
end
$$;

create trigger comments_came after insert on comment referencing new table as changed
    for each statement execute function comments_came_or_went('1');
create trigger comments_went after delete on comment referencing old table as changed
    for each statement execute function comments_came_or_went('-1');
create trigger comments_moved after update on comment referencing old table as before new table as after
    for each statement execute function comments_moved();

create function likes_came_or_went() returns trigger language plpgsql as
$$
begin
    update comment c set like_count = c.like_count + l.n
    from (select comment_id, count(*) * tg_argv[0]::int as n from changed group by comment_id) l where c.id = l.comment_id;
    return null;
end
$$;

create trigger likes_came after insert on comment_like referencing new table as changed
    for each statement execute function likes_came_or_went('1');
create trigger likes_went after delete on comment_like referencing old table as changed
    for each statement execute function likes_came_or_went('-1');

-- What is deleted is not repeated to an Idempotency-Key either.
create index idempotent_answer_location on idempotent_answer (location);
