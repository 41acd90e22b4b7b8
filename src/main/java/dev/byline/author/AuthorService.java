package dev.byline.author;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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
import dev.byline.problem.ProblemException;
import dev.byline.site.LocalizedNames;
import dev.byline.site.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Rules of authors: creation, change, and references to authors. */
@ApplicationScoped
public class AuthorService {
    private final AuthorRepository authors;
    private final UniqueSlugs slugs;
    private final FormerSlugs formerSlugs;
    private final AuditLog audit;
    private final Clock clock;
    private final Event<ContentChanged> changed;
    private final PublicUrl publicUrl;

    AuthorService(AuthorRepository authors, UniqueSlugs slugs, FormerSlugs formerSlugs, AuditLog audit, Clock clock,
            Event<ContentChanged> changed, PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
        this.changed = changed;
        this.authors = authors;
        this.slugs = slugs;
        this.formerSlugs = formerSlugs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Creates an author; throws 409 if another author has the slug. */
    @Transactional
    public AuthorDetail create(AuthorInput input) {
        return create(input, false);
    }

    /** Creates an author that may take a former slug over from another author. */
    @Transactional
    public AuthorDetail create(AuthorInput input, boolean takeOver) {
        return create(Ids.next(), clock.instant(), input, takeOver);
    }

    /** Creates an author with a given id and creation time, for imports. */
    @Transactional
    public AuthorDetail create(UUID id, Instant createdAt, AuthorInput input) {
        return create(id, createdAt, input, false);
    }

    private AuthorDetail create(UUID id, Instant createdAt, AuthorInput input, boolean takeOver) {
        var author = new Author();
        author.id = id;
        author.createdAt = createdAt;
        fill(author, input.storeMedia(publicUrl), takeOver);
        authors.persistAndFlush(author);
        audit.record("author.create", author.id);
        changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, author.id));
        return new AuthorDetail(author, publicUrl);
    }

    /** Reads an author by id, slug or former slug; throws 404 if there is none. */
    public AuthorDetail read(String reference) {
        return new AuthorDetail(authors.findByIdOrSlug(reference)
                .orElseThrow(() -> ProblemException.notFound("author", reference)), publicUrl);
    }

    /** Lists one page of authors by name. */
    public Page<AuthorDetail> list(PageQuery query, IdAndSlugQuery filter, String sort) {
        return authors.page(query, filter, filter.order(sort))
                .map(author -> new AuthorDetail(author, publicUrl));
    }

    /** Saves a change; throws 404 if there is no such author, 412 for an outdated version, 428 without a version. */
    @LongRunning
    @Transactional
    public AuthorDetail change(String reference, String ifMatch, UnaryOperator<AuthorInput> change) {
        return change(reference, ifMatch, false, change);
    }

    /** Saves a change that may take a former slug over from another author. */
    @LongRunning
    @Transactional
    public AuthorDetail change(String reference, String ifMatch, boolean takeOver, UnaryOperator<AuthorInput> change) {
        var author = authors.lock(reference, ifMatch);
        var input = change.apply(AuthorInput.of(author)).storeMedia(publicUrl);
        if (!input.equals(AuthorInput.of(author))) {
            fill(author, input, takeOver);
            authors.flush();
            audit.record("author.change", author.id);
            changed.fire(ContentChanged.of(ChangeTracker.TAXONOMY, author.id));
        }
        return new AuthorDetail(author, publicUrl);
    }

    /** Finds references by id; runs one statement. */
    public Map<UUID, AuthorRef> refs(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : authors.findRefs(ids).stream()
                        .collect(Collectors.toMap(AuthorRef::id, Function.identity()));
    }

    /**
     * Resolves a filter parameter of ids and slugs, current or former, to ids; throws 400 for an
     * unknown author.
     */
    public List<UUID> resolveFilter(String parameter, List<String> references) {
        return ReferenceResolver.resolveFilter(parameter, references, this::findAll, SlugOfRow::id, SlugOfRow::slug);
    }

    /**
     * Resolves a list of ids and slugs in a request body to ids, in the order of the list; throws 422 for an unknown
     * author.
     */
    public List<UUID> resolve(List<String> references, String pointer) {
        return ReferenceResolver.resolve(references, pointer, "author", this::findAll, SlugOfRow::id, SlugOfRow::slug);
    }

    private List<SlugOfRow> findAll(Collection<UUID> ids, Collection<String> named) {
        return formerSlugs.find("author", ids, named);
    }

    private void fill(Author author, AuthorInput input, boolean takeOver) {
        author.slug = slugs.assign("author", author.id, author.slug, input.slug(), input.name(), takeOver).slug();
        author.name = input.name();
        author.names = LocalizedNames.requireValid(input.names());
        author.bio = input.bio();
        author.avatarUrl = input.avatarUrl();
    }
}
