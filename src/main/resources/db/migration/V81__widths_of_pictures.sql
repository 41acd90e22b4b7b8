-- In pixels, ascending.
alter table site
    add picture_widths int[] not null default array[320, 640, 960, 1280, 1600, 1920, 2560];
