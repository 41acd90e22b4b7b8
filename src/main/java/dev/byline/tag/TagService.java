package dev.byline.tag;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import com.ibm.icu.text.Normalizer2;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.Ids;
import dev.byline.database.LinkTables;
import dev.byline.database.Locks;
import dev.byline.database.UniqueSlugs;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.paging.Sort;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.LocalNames;
import dev.byline.text.Slugs;
import dev.byline.text.TextUtils;
import dev.byline.web.VersionPrecondition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** The rules of tags. */
@ApplicationScoped
public class TagService {
    private static final Normalizer2 NAME_FOLDING = Normalizer2.getNFKCCasefoldInstance();

    private final TagRepository tags;
    private final UniqueSlugs slugs;
    private final Locks locks;
    private final LinkTables links;
    private final Event<TagMerged> merged;
    private final AuditLog audit;
    private final Clock clock;
    private final Event<ContentChanged> changed;

    TagService(TagRepository tags, UniqueSlugs slugs, Locks locks, LinkTables links, Event<TagMerged> merged,
            AuditLog audit,
            Clock clock, Event<ContentChanged> changed) {
        this.changed = changed;
        this.tags = tags;
        this.slugs = slugs;
        this.locks = locks;
        this.links = links;
        this.merged = merged;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a tag; 409 if its name or slug is another's. */
    @Transactional
    public TagDetail create(TagInput input) {
        return create(Ids.next(), clock.instant(), input);
    }

    /** The same with an id and a time of making from elsewhere, as imports bring them. */
    @Transactional
    public TagDetail create(UUID id, Instant createdAt, TagInput input) {
        var tag = new Tag();
        tag.id = id;
        tag.createdAt = createdAt;
        fill(tag, input);
        tags.persistAndFlush(tag);
        audit.record("tag.create", tag.id);
        return TagDetail.of(tag);
    }

    /** Reads one by id or slug; 404 if there is none. */
    public TagDetail read(String reference) {
        return TagDetail.of(tags.findByIdOrSlug(reference).orElseThrow(() -> notFound(reference)));
    }

    /** One page by name. */
    public Page<TagDetail> list(PageQuery query, IdAndSlugQuery filter, String sort, Boolean unused) {
        return tags.page(query, filter, Sort.of(sort, IdAndSlugQuery.NameSortKey.class, "name"), unused)
                .map(TagDetail::of);
    }

    /** Saves a change; 404, 412 or 428 if that cannot be meant. */
    @Transactional
    public TagDetail change(String reference, String ifMatch, UnaryOperator<TagInput> change) {
        var tag = lock(reference, ifMatch);
        var input = change.apply(TagInput.of(tag));
        if (!input.equals(TagInput.of(tag))) {
            fill(tag, input);
            tags.flush();
            audit.record("tag.change", tag.id);
            changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
        }
        return TagDetail.of(tag);
    }

    /** Whatever carries this tag carries the other one; this one is gone. */
    @Transactional
    TagDetail merge(String reference, String ifMatch, String into) {
        locks.exclusive(Locks.REFERENCES);
        slugs.lock("tag");
        var tag = lock(reference, ifMatch);
        var target = tags.findByIdOrSlug(into)
                .orElseThrow(() -> ProblemException.invalid("/into", "names no tag (id or slug): '" + into + "'"));
        if (target.id.equals(tag.id)) {
            throw ProblemException.invalid("/into", "must not be the tag itself");
        }
        merged.fire(new TagMerged(tag.id, target.id));
        links.recordMerge(tag.id, target.id);
        tags.delete(tag);
        tags.flush();
        audit.record("tag.merge", tag.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
        return TagDetail.of(target);
    }

    @Transactional
    void delete(String reference, String ifMatch) {
        var tag = lock(reference, ifMatch);
        try {
            tags.delete(tag);
            tags.flush();
        } catch (ConstraintViolationException e) {
            throw ProblemException.conflict(ProblemType.IN_USE, "Articles carry the tag '" + tag.name
                    + "': take it off them first (GET /api/v1/admin/articles?tag=" + tag.slug + ").", tag.id);
        }
        audit.record("tag.delete", tag.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
    }

    /** The ids of what a filter names by ids and slugs, separated by commas; 400 for whatever names nothing. */
    public List<UUID> resolveFilter(String parameter, String references) {
        return ReferenceResolver.resolveFilter(parameter, references, tags::findByIdOrSlug, TagRef::id, TagRef::slug);
    }

    /** What the ids refer to, by id; one statement. */
    public Map<UUID, TagRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : tags.findByIdOrSlug(ids, List.of()).stream().collect(Collectors.toMap(TagRef::id, Function.identity()));
    }

    /**
     * The ids of the names (or ids), in their order; a name used for the first time becomes a tag. 422 for an id that is
     * no tag's, and for what is repeated.
     */
    public List<UUID> resolve(List<String> references, String pointer) {
        if (references == null || references.isEmpty()) {
            return List.of();
        }
        var keys = references.stream().map(TextUtils::normalizeSpaces).map(NAME_FOLDING::normalize).toList();
        var known = find(keys);
        if (!known.keySet().containsAll(keys)) {
            // Somebody may make the same tags just now: wait, and look again.
            slugs.lock("tag");
            known = find(keys);
        }
        var resolved = new ArrayList<UUID>();
        for (int i = 0; i < references.size(); i++) {
            var itemPointer = pointer + "/" + i;
            if (known.get(keys.get(i)) == null && Slugs.isId(references.get(i))) {
                throw ProblemException.invalid(itemPointer, "is the id of no tag: '" + references.get(i) + "'");
            }
            var id = known.get(keys.get(i));
            if (resolved.contains(id) || keys.subList(0, i).contains(keys.get(i))) {
                throw ProblemException.invalid(itemPointer, "repeats a tag: '" + references.get(i) + "'");
            }
            resolved.add(id == null ? create(new TagInput(references.get(i), null, null)).id() : id);
        }
        return resolved;
    }

    /** The id of the tag that has this name, in whatever case. */
    public Optional<UUID> find(String name) {
        return Optional.ofNullable(find(List.of(NAME_FOLDING.normalize(TextUtils.normalizeSpaces(name)))).get(
                NAME_FOLDING.normalize(TextUtils.normalizeSpaces(name))));
    }

    /** Ids by folded name and by id; one statement. */
    private Map<String, UUID> find(List<String> keys) {
        var found = new HashMap<String, UUID>();
        var ids = keys.stream().filter(Slugs::isId).map(UUID::fromString).toList();
        for (var tag : tags.findByNameKeysOrIds(keys, ids)) {
            found.put(tag.nameKey, tag.id);
            found.put(tag.id.toString(), tag.id);
        }
        return found;
    }

    private Tag lock(String reference, String ifMatch) {
        var tag = tags.lock(reference).orElseThrow(() -> notFound(reference));
        VersionPrecondition.require(ifMatch, tag.version);
        return tag;
    }

    private void fill(Tag tag, TagInput input) {
        slugs.lock("tag");
        var key = NAME_FOLDING.normalize(input.name());
        for (var holder : tags.findByNameKeysOrIds(List.of(key), List.of())) {
            if (!holder.id.equals(tag.id)) {
                throw ProblemException.conflict(ProblemType.CONFLICT,
                        "The tag '" + holder.name + "' has this name, " + holder.id + ".", holder.id);
            }
        }
        if (input.slug() != null) {
            tag.slug = input.slug().equals(tag.slug) ? tag.slug : slugs.requireFree("tag", tag.id, input.slug());
        } else {
            tag.slug = slugs.deriveFree("tag", tag.id, input.name());
        }
        tag.name = input.name();
        tag.names = LocalNames.checked(input.names());
        tag.nameKey = key;
    }

    private static ProblemException notFound(String reference) {
        return ProblemException.notFound("tag", reference);
    }
}
