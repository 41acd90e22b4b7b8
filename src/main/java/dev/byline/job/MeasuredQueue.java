package dev.byline.job;

/** A queue in a table. {@link QueueMetrics} publishes the size and the age of all beans of this type. */
public interface MeasuredQueue {
    /** Returns the value of the tag {@code queue} of the metrics. */
    String queue();

    /**
     * Returns a query with one row of two columns: the number of items in the queue, and the time since which the
     * oldest of them has been waiting, null without an item. The query should read one small index.
     */
    String sizeAndOldestQuery();
}
