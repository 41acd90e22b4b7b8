-- Where the frontend takes over from the links in mails.
alter table site
    add column sign_in_url text,
    add column verify_url text,
    add column password_url text,
    add column confirm_url text,
    add column manage_url text;
