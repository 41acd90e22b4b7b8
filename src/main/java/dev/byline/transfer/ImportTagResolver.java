package dev.byline.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.byline.tag.TagRef;
import dev.byline.tag.TagService;
import dev.byline.transfer.format.ImportFormat;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Replaces the tags that an imported article names by the ids of this Byline, and creates tags that do not exist. A name
 * that differs from that of an existing tag only in its signs, such as {@code node-js} and {@code Node JS}, would have
 * the same slug: the article gets the existing tag, and a note.
 */
@ApplicationScoped
class ImportTagResolver {
    private final TagService tags;
    private final ExternalIdMap externalIdMap;

    ImportTagResolver(TagService tags, ExternalIdMap externalIdMap) {
        this.tags = tags;
        this.externalIdMap = externalIdMap;
    }

    /** Returns the ids of the tags without duplicates. A dry run creates no tags, and leaves out those that are new. */
    List<String> resolve(List<String> names, ImportWorkItem importWorkItem, ImportRun run) {
        var ids = new ArrayList<String>();
        for (var name : names) {
            var id = resolve(name, run);
            if (id != null && !ids.contains(id.toString())) {
                ids.add(id.toString());
            }
            var merged = run.mergedTag(name, () -> findMerged(name, id, run));
            var note = "its tag '" + name + "' has the slug of the tag '" + merged + "' and is merged with it";
            if (!merged.isEmpty() && !importWorkItem.notes.contains(note)) {
                importWorkItem.notes.add(note);
            }
        }
        return ids;
    }

    private UUID resolve(String name, ImportRun run) {
        var id = run.resolve(ImportType.tag, name);
        if (id == null) {
            id = run.isDryRun()
                    ? tags.findSameSpelling(name).map(TagRef::id).orElse(null)
                    : tags.resolveSpelling(name, "/article/tags");
            run.cacheId(ImportType.tag, name, id);
        }
        return id;
    }

    /** Returns the name of the tag that another name led to; empty if that is the name, an id or an external id. */
    private String findMerged(String name, UUID id, ImportRun run) {
        if (id == null) {
            return run.planTag(tags.spelling(name), name).filter(earlier -> !earlier.equalsIgnoreCase(name)).orElse("");
        }
        if (tags.find(name).isPresent()
                || !externalIdMap.findIds(run.job().source, ImportType.tag, Set.of(name)).isEmpty()) {
            return "";
        }
        var tag = tags.refs(List.of(id)).get(id);
        boolean reference = run.job().format == ImportFormat.byline && (name.equals(tag.slug())
                || name.equals(tag.id().toString()));
        return reference ? "" : tag.name();
    }
}
