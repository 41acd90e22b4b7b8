package dev.byline.paging;

/** An answer that is one page of a list, so that its neighbours are named in {@code Link} (RFC 8288). */
public interface Paged {
    /** Where it stands. */
    Page.PageInfo page();
}
