package dev.byline.transfer;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryInput;
import dev.byline.category.CategoryService;
import dev.byline.database.Ids;
import dev.byline.member.MemberImports;
import dev.byline.problem.ProblemException;
import dev.byline.site.SiteService;
import dev.byline.tag.TagService;
import dev.byline.text.Slugs;
import dev.byline.transfer.Item.Outcome;
import dev.byline.transfer.format.ImportLine.Type;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes the site, authors, categories, tags and members. One that is here by its slug, a tag's name, or a member's
 * address, is taken for the same.
 */
@ApplicationScoped
class NameWriter {
    private final SiteService site;
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final MemberImports members;
    private final Sources sources;
    private final Clock clock;

    NameWriter(SiteService site, AuthorService authors, CategoryService categories, TagService tags,
            MemberImports members, Sources sources, Clock clock) {
        this.site = site;
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.members = members;
        this.sources = sources;
        this.clock = clock;
    }

    /** Adds what is not here yet. */
    void create(Item item, ImportRun run) {
        if (item.type == Type.site) {
            site(item, run);
            return;
        }
        if (item.type == Type.member && !run.job().options().admin()) {
            item.is(Outcome.skipped, "only an admin's import brings members");
            return;
        }
        var here = run.keepsIds() && item.line.id() != null && sources.is(item.type, item.line.id())
                ? Optional.of(item.line.id())
                : same(item);
        if (here.isPresent()) {
            item.written(Outcome.unchanged, here.get(), 0);
            item.notes.add("was here already, and stays as it is");
            return;
        }
        if (run.dry()) {
            item.is(Outcome.created, null);
            return;
        }
        var id = run.keepsIds() && item.line.id() != null ? item.line.id() : Ids.next();
        var at = Objects.requireNonNullElseGet(item.line.createdAt(), clock::instant);
        item.written(Outcome.created, id, create(item, run, id, at));
    }

    private int create(Item item, ImportRun run, UUID id, Instant at) {
        return switch (item.type) {
            case author -> authors.create(id, at, item.line.author()).version();
            case category -> categories.create(id, at, filed(item, run)).version();
            case member -> members.create(id, at, item.line.member());
            default -> tags.create(id, at, item.line.tag()).version();
        };
    }

    /** Makes one what the source says now. */
    void update(Item item, UUID id, ImportRun run) {
        if (item.type == Type.site) {
            site(item, run);
        } else if (run.dry()) {
            item.written(Outcome.updated, id, 0);
        } else {
            var reference = id.toString();
            item.written(Outcome.updated, id, switch (item.type) {
                case author -> authors.change(reference, "*", before -> item.line.author()).version();
                case category -> categories.change(reference, "*", before -> filed(item, run)).version();
                case member -> members.update(id, item.line.member());
                default -> tags.change(reference, "*", before -> item.line.tag()).version();
            });
        }
    }

    private void site(Item item, ImportRun run) {
        if (!run.job().options().admin()) {
            item.is(Outcome.skipped, "only an admin's import changes the site");
        } else if (!run.keepsIds()) {
            item.is(Outcome.skipped, "the site is taken over with ids=keep only");
        } else if (run.dry()) {
            item.is(Outcome.updated, null);
        } else {
            item.written(Outcome.updated, new UUID(0, 0),
                    site.change("*", before -> item.line.site()).version());
        }
    }

    private Optional<UUID> same(Item item) {
        if (item.type == Type.tag) {
            // The same name is the same tag, however it is written.
            return tags.find(item.line.tag().name());
        }
        if (item.type == Type.member) {
            return members.findByEmail(item.line.member().email());
        }
        var slug = item.type == Type.author ? item.line.author().slug() : item.line.category().slug();
        var name = item.type == Type.author ? item.line.author().name() : item.line.category().name();
        return sources.here(item.type, slug == null ? Slugs.derive(name, "", item.type.name()) : slug);
    }

    private static CategoryInput filed(Item item, ImportRun run) {
        var input = item.line.category();
        if (input.parent() == null) {
            return input;
        }
        var parent = run.resolve(Type.category, input.parent());
        if (parent == null) {
            throw ProblemException.invalid("/category/parent", "names no category: '" + input.parent() + "'");
        }
        return new CategoryInput(input.name(), input.slug(), input.names(), input.description(), parent.toString(),
                input.position());
    }
}
