package dev.byline.transfer;

import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.transfer.format.ImportLine;
import jakarta.persistence.Tuple;
import jakarta.validation.constraints.NotNull;

/** One row of an import report: the outcome of one item. */
@Schema(name = "ImportItem", description = "The outcome of one item of the file.")
public final class ImportedItem {
    /** The columns of {@code import_item} that an item is read from. */
    static final String COLUMNS = "number, place, type, external_id, title, id, outcome, message";

    @NotNull
    @Schema(description = "The number of the item in the file, starting with 1.", examples = "17")
    public final long number;
    @NotNull
    @Schema(description = "The place of the item in the file.", examples = "line 17")
    public final String place;
    @Schema(description = "The type of the item; absent for a menu, and for an item that could not be read.")
    public final ImportLine.ImportType type;
    @Schema(description = "The id of the item in its source.", examples = "42")
    public final String externalId;
    @Schema(description = "The title of the article, or the name of the category, tag, author or site; absent for "
            + "other items and for an item that could not be read.", examples = "What Dojo computes")
    public final String title;
    @Schema(description = "The id of the imported object in this Byline.")
    public final UUID id;
    @NotNull
    public final ImportWorkItem.ImportOutcome outcome;
    @Schema(description = "The reason of the outcome, and notes on the import.")
    public final String message;

    ImportedItem(Tuple row) {
        number = row.get("number", Long.class);
        place = row.get("place", String.class);
        var typeName = row.get("type", String.class);
        type = typeName == null ? null : ImportLine.ImportType.valueOf(typeName);
        externalId = row.get("external_id", String.class);
        title = row.get("title", String.class);
        id = row.get("id", UUID.class);
        outcome = ImportWorkItem.ImportOutcome.valueOf(row.get("outcome", String.class));
        message = row.get("message", String.class);
    }
}
