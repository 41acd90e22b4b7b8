package dev.byline.tag;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.hibernate.exception.ConstraintViolationException;

import com.ibm.icu.text.Normalizer2;

import dev.byline.audit.AuditLog;
import dev.byline.database.Ids;
import dev.byline.database.UniqueSlugs;
import dev.byline.http.Page;
import dev.byline.http.PageQuery;
import dev.byline.http.Versions;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The rules of tags. */
@ApplicationScoped
public class TagService {
    private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();

    private final TagRepository tags;
    private final UniqueSlugs slugs;
    private final AuditLog audit;
    private final Clock clock;

    TagService(TagRepository tags, UniqueSlugs slugs, AuditLog audit, Clock clock) {
        this.tags = tags;
        this.slugs = slugs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a tag; 409 if its name or slug is another's. */
    @Transactional
    public TagDetail create(TagInput input) {
        var tag = fresh();
        fill(tag, input);
        tags.persistAndFlush(tag);
        audit.record("tag.create", tag.id);
        return TagDetail.of(tag);
    }

    /** Reads one by id or slug; 404 if there is none. */
    public TagDetail read(String reference) {
        return TagDetail.of(tags.named(reference).orElseThrow(() -> unknown(reference)));
    }

    /** One page by name. */
    public Page<TagDetail> list(PageQuery query) {
        return tags.page(query).map(TagDetail::of);
    }

    @Transactional
    TagDetail change(String reference, String ifMatch, UnaryOperator<TagInput> change) {
        var tag = lock(reference, ifMatch);
        var input = change.apply(TagInput.of(tag));
        if (!input.equals(TagInput.of(tag))) {
            fill(tag, input);
            tags.flush();
            audit.record("tag.change", tag.id);
        }
        return TagDetail.of(tag);
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
    }

    /** What the ids refer to, by id; one statement. */
    public Map<UUID, TagRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : tags.withIds(ids).stream().collect(Collectors.toMap(TagRef::id, Function.identity()));
    }

    /** The ids of the names, in their order; a name used for the first time becomes a tag. 422 if one is repeated. */
    public List<UUID> resolve(List<String> names, String pointer) {
        if (names == null || names.isEmpty()) {
            return List.of();
        }
        var keys = names.stream().map(FOLDING::normalize).toList();
        var known = byKey(keys);
        if (!known.keySet().containsAll(keys)) {
            // Somebody may make the same tags just now: wait, and look again.
            slugs.lock("tag");
            known = byKey(keys);
        }
        var resolved = new ArrayList<UUID>();
        for (int i = 0; i < names.size(); i++) {
            var tag = known.get(keys.get(i));
            resolved.add(tag == null ? create(new TagInput(names.get(i), null)).id() : tag.id);
            if (new HashSet<>(resolved).size() < resolved.size() || keys.subList(0, i).contains(keys.get(i))) {
                throw ProblemException.invalid(pointer + "/" + i, "repeats a tag: '" + names.get(i) + "'");
            }
        }
        return resolved;
    }

    private Map<String, Tag> byKey(List<String> keys) {
        return tags.withNames(keys).stream().collect(Collectors.toMap(tag -> tag.nameKey, Function.identity()));
    }

    private Tag lock(String reference, String ifMatch) {
        var tag = tags.lock(reference).orElseThrow(() -> unknown(reference));
        Versions.require(ifMatch, tag.version);
        return tag;
    }

    private Tag fresh() {
        var tag = new Tag();
        tag.id = Ids.next();
        tag.createdAt = clock.instant();
        return tag;
    }

    private void fill(Tag tag, TagInput input) {
        slugs.lock("tag");
        var key = FOLDING.normalize(input.name());
        for (var holder : tags.withNames(List.of(key))) {
            if (!holder.id.equals(tag.id)) {
                throw ProblemException.conflict(ProblemType.CONFLICT,
                        "The tag '" + holder.name + "' has this name, " + holder.id + ".", holder.id);
            }
        }
        if (input.slug() != null) {
            tag.slug = input.slug().equals(tag.slug) ? tag.slug : slugs.given("tag", tag.id, input.slug());
        } else {
            tag.slug = slugs.derived("tag", tag.id, input.name());
        }
        tag.name = input.name();
        tag.nameKey = key;
    }

    private static ProblemException unknown(String reference) {
        return ProblemException.notFound("tag", reference);
    }
}
