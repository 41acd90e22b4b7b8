package dev.byline.transfer;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A filter of an import report: an outcome, or the items with notes. */
@Schema(name = "ImportReportFilter",
        description = "An outcome of items. `noted`: items that are `created`, `updated` or `unchanged` and have notes.")
enum ImportReportFilter {
    created,
    updated,
    unchanged,
    skipped,
    failed,
    conflict,
    noted;

    /** The outcome; null for items with notes, which have several. */
    String outcome() {
        return this == noted ? null : name();
    }
}
