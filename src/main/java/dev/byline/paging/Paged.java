package dev.byline.paging;

/** A response that is one page of a list; its {@code Link} header names the adjacent pages (RFC 8288). */
public interface Paged {
    /** The position of the page in its list. */
    Page.PageInfo page();
}
