package dev.byline.site;

import java.util.List;

/** The widths in which pictures can be requested, in pixels. */
public final class PictureWidths {
    /** The widths of a site that has not chosen others, from small telephones to large screens. */
    public static final List<Integer> DEFAULT = List.of(320, 640, 960, 1280, 1600, 1920, 2560);
    static final int MIN = 16;
    static final int MAX = 5000;
    static final int MAX_COUNT = 16;

    private PictureWidths() {
    }
}
