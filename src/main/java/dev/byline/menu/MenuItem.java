package dev.byline.menu;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.text.PlainText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** An item of a menu: a link to at most one target, and the items below it. Without a target it is a heading. */
@Schema(description = "An item of a menu: a link to at most one target, and the items below it. An item without a target "
        + "is a heading.",
        examples = "{\"label\": \"About us\", \"article\": \"about-us\"}")
public final class MenuItem {
    /** The maximum length of a label, in code points. */
    static final int MAX_LABEL_LENGTH = 100;
    /** The maximum number of items of a menu, on all levels. */
    static final int MAX_ITEMS = 200;
    /** The maximum number of levels. */
    static final int MAX_DEPTH = 4;

    @PlainText(max = MAX_LABEL_LENGTH)
    @Schema(description = "The text of the link. If absent, it is the title or name of the target.",
            examples = "About us")
    public String label;
    @Schema(type = SchemaType.OBJECT, additionalProperties = String.class,
            description = "Texts of the link in other locales, by locale.")
    public Map<String, String> labels;
    @Schema(description = "An article or a page, by id or slug; responses have ids.", examples = "about-us")
    public String article;
    @Schema(description = "A category, by id or slug.", examples = "machines")
    public String category;
    @Schema(description = "A tag, by id or slug.", examples = "electric-cars")
    public String tag;
    @Schema(description = "An author, by id or slug.", examples = "linh-tran")
    public String author;
    @Schema(description = "An http or https URL, or a path of the frontend that begins with `/`.",
            examples = "https://shop.example/")
    public String url;
    @Size(max = MAX_ITEMS)
    @Schema(description = "The items below this one.")
    public List<@NotNull @Valid MenuItem> children;

    /** Returns the items below this one, which may be none. */
    List<MenuItem> below() {
        return children == null ? List.of() : children;
    }

    /** Returns this item and the items on all levels below it. */
    Stream<MenuItem> withAllBelow() {
        return Stream.concat(Stream.of(this), below().stream().flatMap(MenuItem::withAllBelow));
    }

    /** Tells whether the item links to nothing, so that it is a heading. */
    boolean hasNoTarget() {
        return article == null && category == null && tag == null && author == null && url == null;
    }

    private List<Object> values() {
        return Arrays.asList(label, labels, article, category, tag, author, url, below());
    }

    /** Compares all fields: an equal menu is not saved. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MenuItem item && values().equals(item.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }
}
