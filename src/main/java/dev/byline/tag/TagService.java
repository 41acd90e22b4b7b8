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

import com.ibm.icu.text.Normalizer2;

import dev.byline.audit.AuditLog;
import dev.byline.cache.ChangeTracker;
import dev.byline.cache.ContentChanged;
import dev.byline.database.FormerSlugs;
import dev.byline.database.FormerSlugs.SlugOfRow;
import dev.byline.database.Ids;
import dev.byline.database.LongRunning;
import dev.byline.database.UniqueSlugs;
import dev.byline.paging.IdAndSlugQuery;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.ReferenceResolver;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.site.LocalizedNames;
import dev.byline.text.Slugs;
import dev.byline.text.WhiteSpace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Rules of tags: creation, also by first use, change, and references to tags. */
@ApplicationScoped
public class TagService {
    private static final Normalizer2 NAME_FOLDING = Normalizer2.getNFKCCasefoldInstance();

    private final TagRepository tags;
    private final UniqueSlugs slugs;
    private final FormerSlugs formerSlugs;
    private final AuditLog audit;
    private final Clock clock;
    private final Event<ContentChanged> contentChanged;

    TagService(TagRepository tags, UniqueSlugs slugs, FormerSlugs formerSlugs, AuditLog audit, Clock clock,
            Event<ContentChanged> contentChanged) {
        this.tags = tags;
        this.slugs = slugs;
        this.formerSlugs = formerSlugs;
        this.audit = audit;
        this.clock = clock;
        this.contentChanged = contentChanged;
    }

    /** Creates a tag; throws 409 if another tag has the name or the slug. */
    @Transactional
    public TagDetail create(TagInput input) {
        return create(input, false);
    }

    /** Creates a tag that may take a former slug over from another tag. */
    @Transactional
    public TagDetail create(TagInput input, boolean takeOver) {
        return create(Ids.next(), clock.instant(), input, takeOver);
    }

    /** Creates a tag with a given id and creation time, for imports. */
    @Transactional
    public TagDetail create(UUID id, Instant createdAt, TagInput input) {
        return create(id, createdAt, input, false);
    }

    private TagDetail create(UUID id, Instant createdAt, TagInput input, boolean takeOver) {
        var tag = new Tag();
        tag.id = id;
        tag.createdAt = createdAt;
        boolean takesOver = fill(tag, input, takeOver);
        tags.persistAndFlush(tag);
        audit.record("tag.create", tag.id);
        if (takesOver) {
            // Responses with the former slug show another tag.
            contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
        }
        return TagDetail.of(tag);
    }

    /** Reads a tag by id, slug or former slug; throws 404 if there is none. */
    public TagDetail read(String reference) {
        return TagDetail
                .of(tags.findByIdOrSlug(reference).orElseThrow(() -> ProblemException.notFound("tag", reference)));
    }

    /** Lists one page of tags by name. */
    public Page<TagDetail> list(PageQuery query, IdAndSlugQuery filter, String sort, Boolean unused) {
        return tags.page(query, filter, filter.order(sort), unused)
                .map(TagDetail::of);
    }

    /** Saves a change; throws 404 if there is no such tag, 412 for an outdated version, 428 without a version. */
    @LongRunning
    @Transactional
    public TagDetail change(String reference, String ifMatch, UnaryOperator<TagInput> change) {
        return change(reference, ifMatch, false, change);
    }

    /** Saves a change that may take a former slug over from another tag. */
    @LongRunning
    @Transactional
    public TagDetail change(String reference, String ifMatch, boolean takeOver, UnaryOperator<TagInput> change) {
        var tag = tags.lock(reference, ifMatch);
        var input = change.apply(TagInput.of(tag));
        if (!input.equals(TagInput.of(tag))) {
            fill(tag, input, takeOver);
            tags.flush();
            audit.record("tag.change", tag.id);
            contentChanged.fire(ContentChanged.of(ChangeTracker.TAXONOMY, tag.id));
        }
        return TagDetail.of(tag);
    }

    /**
     * Resolves a filter parameter of ids and slugs, current or former, to ids; throws 400 for an
     * unknown tag.
     */
    public List<UUID> resolveFilter(String parameter, List<String> references) {
        return ReferenceResolver.resolveFilter(parameter, references,
                (ids, named) -> formerSlugs.find("tag", ids, named), SlugOfRow::id, SlugOfRow::slug);
    }

    /** Finds references by id; runs one statement. */
    public Map<UUID, TagRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : tags.findRefs(ids).stream()
                        .collect(Collectors.toMap(TagRef::id, Function.identity()));
    }

    /**
     * Finds names by id. Tags that the transaction has read are not read again; one statement for all others, none
     * without others.
     */
    public Map<UUID, String> names(List<UUID> ids) {
        return tags.findAll(ids).stream().collect(Collectors.toMap(tag -> tag.id, tag -> tag.name));
    }

    /**
     * Resolves a list of names or ids to ids, in the order of the list; creates a tag for each name that is used for
     * the first time. Throws 422 for the id of no tag, and for a repeated tag.
     */
    public List<UUID> resolve(List<String> references, String pointer) {
        if (references == null || references.isEmpty()) {
            return List.of();
        }
        var keys = references.stream().map(WhiteSpace::normalizeSpaces).map(NAME_FOLDING::normalize).toList();
        var known = find(keys);
        if (!known.keySet().containsAll(keys)) {
            // A concurrent transaction may create the same tags: wait for the lock and read again.
            slugs.lock("tag");
            known = find(keys);
        }
        var resolved = new ArrayList<UUID>();
        for (int i = 0; i < references.size(); i++) {
            var itemPointer = pointer + "/" + i;
            if (known.get(keys.get(i)) == null && Slugs.isId(references.get(i))) {
                throw ProblemException.invalid(itemPointer,
                        "must be the id of an existing tag or a name, not " + EchoedInput.quote(references.get(i)));
            }
            var id = known.get(keys.get(i));
            if (resolved.contains(id) || keys.subList(0, i).contains(keys.get(i))) {
                throw ProblemException.invalid(itemPointer,
                        "must not repeat a tag: " + EchoedInput.quote(references.get(i)));
            }
            resolved.add(id == null ? create(new TagInput(references.get(i), null, null)).id() : id);
        }
        return resolved;
    }

    /** Finds the id of the tag with this name, in any case. */
    public Optional<UUID> find(String name) {
        return Optional.ofNullable(find(List.of(NAME_FOLDING.normalize(WhiteSpace.normalizeSpaces(name)))).get(
                NAME_FOLDING.normalize(WhiteSpace.normalizeSpaces(name))));
    }

    /**
     * Resolves a name or id to the id of a tag, also of one whose name differs only in case and in signs; creates the tag
     * if there is none. Throws 422 for the id of no tag.
     */
    public UUID resolveSpelling(String name, String pointer) {
        return find(name).or(() -> findSameSpelling(name).map(TagRef::id)).orElseGet(() -> {
            // A concurrent transaction may create a tag of this spelling: wait for the lock and read again.
            slugs.lock("tag");
            return findSameSpelling(name).map(TagRef::id).orElseGet(() -> resolve(List.of(name), pointer).get(0));
        });
    }

    /** Finds the tag whose name differs from this one at most in case and in signs, and that has the slug of it. */
    public Optional<TagRef> findSameSpelling(String name) {
        var slug = Slugs.derive(name, "", "");
        return slug.isEmpty()
                ? Optional.empty()
                : tags.findByIdOrSlug(slug).filter(tag -> spelling(tag.name).equals(spelling(name)))
                        .map(tag -> new TagRef(tag.id, tag.slug, tag.name, tag.names));
    }

    /**
     * Returns the slug of a name, and its letters and digits in lower case: names with one slug may be different words,
     * such as two that differ in their accents. Empty for a name without letters and digits.
     */
    public String spelling(String name) {
        var slug = Slugs.derive(name, "", "");
        return slug.isEmpty() ? "" : slug + " " + NAME_FOLDING.normalize(name).replaceAll("[^\\p{L}\\p{M}\\p{N}]", "");
    }

    /** Finds ids by folded name and by id; runs one statement. */
    private Map<String, UUID> find(List<String> keys) {
        var found = new HashMap<String, UUID>();
        var ids = keys.stream().filter(Slugs::isId).map(UUID::fromString).toList();
        for (var tag : tags.findByNameKeysOrIds(keys, ids)) {
            found.put(tag.nameKey, tag.id);
            found.put(tag.id.toString(), tag.id);
        }
        if (!ids.stream().allMatch(id -> found.containsKey(id.toString()))) {
            // A tag that was merged into another one is that one.
            formerSlugs.find("tag", ids, List.of()).forEach(row -> found.putIfAbsent(row.slug(), row.id()));
        }
        return found;
    }

    /** Fills a tag from the input; returns whether the tag takes a former slug over. */
    private boolean fill(Tag tag, TagInput input, boolean takeOver) {
        slugs.lock("tag");
        var key = NAME_FOLDING.normalize(input.name());
        for (var holder : tags.findByNameKeysOrIds(List.of(key), List.of())) {
            if (!holder.id.equals(tag.id)) {
                throw ProblemException.conflict(ProblemType.CONFLICT,
                        "The tag '" + holder.name + "' already has this name: " + holder.id + ".", holder.id);
            }
        }
        var assigned = slugs.assign("tag", tag.id, tag.slug, input.slug(), input.name(), takeOver);
        tag.slug = assigned.slug();
        tag.name = input.name();
        tag.names = LocalizedNames.requireValid(input.names());
        tag.nameKey = key;
        return assigned.wasFormer();
    }
}
