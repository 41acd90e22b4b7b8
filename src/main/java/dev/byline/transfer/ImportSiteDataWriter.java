package dev.byline.transfer;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryInput;
import dev.byline.category.CategoryService;
import dev.byline.database.Ids;
import dev.byline.member.MemberImports;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.site.SiteService;
import dev.byline.tag.TagService;
import dev.byline.text.Slugs;
import dev.byline.transfer.ImportWorkItem.ImportOutcome;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes the settings of the site, authors, categories, tags, members and menus. An object of the file is taken for an
 * existing one if the slug of an author or category, the name or slug of a tag, the email address of a member, or the
 * name of a menu is the same.
 */
@ApplicationScoped
class ImportSiteDataWriter {
    private final SiteService site;
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final MemberImports members;
    private final ImportMenuWriter menus;
    private final ExternalIdMap externalIdMap;

    ImportSiteDataWriter(SiteService site, AuthorService authors, CategoryService categories, TagService tags,
            MemberImports members, ImportMenuWriter menus, ExternalIdMap externalIdMap) {
        this.site = site;
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.members = members;
        this.menus = menus;
        this.externalIdMap = externalIdMap;
    }

    /** Creates the object of an item, unless it exists already. Settings of the site are changed. */
    void create(ImportWorkItem importWorkItem, ImportRun run) {
        if (importWorkItem.importType == ImportType.site) {
            site(importWorkItem, run);
            return;
        }
        if (importWorkItem.importType == ImportType.member && !run.job().options.admin) {
            importWorkItem.decide(ImportOutcome.skipped, "members are imported only with the key of an admin");
            return;
        }
        var existing = run.keepsIds() && importWorkItem.line.id != null
                && externalIdMap.exists(importWorkItem.importType, importWorkItem.line.id)
                        ? Optional.of(importWorkItem.line.id)
                        : findSame(importWorkItem);
        if (existing.isPresent()) {
            importWorkItem.markWritten(ImportOutcome.unchanged, existing.get(), 0);
            importWorkItem.notes.add(merged(importWorkItem, existing.get())
                    .map(name -> "has the slug of the tag '" + name + "' and is merged with it")
                    .orElse("existed before the import and is left unchanged"));
            return;
        }
        if (importWorkItem.importType == ImportType.menu && menus.waits(importWorkItem, run)) {
            return;
        }
        if (run.isDryRun()) {
            importWorkItem.decide(ImportOutcome.created, null);
            return;
        }
        var id = run.keepsIds() && importWorkItem.line.id != null ? importWorkItem.line.id : Ids.next();
        var createdAt = Objects.requireNonNullElse(importWorkItem.line.createdAt, run.job().createdAt);
        importWorkItem.markWritten(ImportOutcome.created, id, create(importWorkItem, run, id, createdAt));
    }

    private int create(ImportWorkItem importWorkItem, ImportRun run, UUID id, Instant createdAt) {
        return switch (importWorkItem.importType) {
            case author -> authors.create(id, createdAt, importWorkItem.line.author).version();
            case category -> categories.create(id, createdAt, resolveParent(importWorkItem, run)).version();
            case member -> members.create(id, createdAt, importWorkItem.line.member);
            case menu -> menus.create(importWorkItem, run, id);
            default -> tags.create(id, createdAt, importWorkItem.line.tag).version();
        };
    }

    /** Replaces an object by the present state of its source. */
    void update(ImportWorkItem importWorkItem, UUID id, ImportRun run) {
        if (importWorkItem.importType == ImportType.site) {
            site(importWorkItem, run);
        } else if (importWorkItem.importType == ImportType.menu && menus.waits(importWorkItem, run)) {
            return;
        } else if (run.isDryRun()) {
            importWorkItem.markWritten(ImportOutcome.updated, id, 0);
        } else {
            var reference = id.toString();
            importWorkItem.markWritten(ImportOutcome.updated, id, switch (importWorkItem.importType) {
                case author -> authors.change(reference, "*", before -> importWorkItem.line.author).version();
                case category ->
                    categories.change(reference, "*", before -> resolveParent(importWorkItem, run)).version();
                case member -> members.update(id, importWorkItem.line.member);
                case menu -> menus.replace(importWorkItem, run, id);
                default -> tags.change(reference, "*", before -> importWorkItem.line.tag).version();
            });
        }
    }

    private void site(ImportWorkItem importWorkItem, ImportRun run) {
        if (!run.job().options.admin) {
            importWorkItem.decide(ImportOutcome.skipped, "the site is changed only with the key of an admin");
        } else if (!run.keepsIds()) {
            importWorkItem.decide(ImportOutcome.skipped, "the settings of the site are imported only with ids=keep");
        } else if (run.isDryRun()) {
            run.planLocales(importWorkItem.line.site.locales());
            importWorkItem.decide(ImportOutcome.updated, null);
        } else {
            importWorkItem.markWritten(ImportOutcome.updated, new UUID(0, 0),
                    site.change("*", before -> importWorkItem.line.site).version());
        }
    }

    /** Returns the name of the existing tag that has the slug of an item and another name; empty otherwise. */
    private Optional<String> merged(ImportWorkItem importWorkItem, UUID existing) {
        return importWorkItem.importType != ImportType.tag || tags.find(importWorkItem.line.tag.name()).isPresent()
                ? Optional.empty()
                : Optional.of(tags.read(existing.toString()).name());
    }

    private Optional<UUID> findSame(ImportWorkItem importWorkItem) {
        if (importWorkItem.importType == ImportType.tag) {
            // Tags are matched by name, regardless of case, or else by slug.
            var tag = importWorkItem.line.tag;
            return tags.find(tag.name()).or(() -> tag.slug() == null
                    ? Optional.empty()
                    : externalIdMap.findLocal(ImportType.tag, tag.slug()));
        }
        if (importWorkItem.importType == ImportType.member) {
            return members.findByEmail(importWorkItem.line.member.email());
        }
        if (importWorkItem.importType == ImportType.menu) {
            return menus.findByName(importWorkItem.line.menu.name());
        }
        var slug = importWorkItem.importType == ImportType.author
                ? importWorkItem.line.author.slug()
                : importWorkItem.line.category.slug();
        var name = importWorkItem.importType == ImportType.author
                ? importWorkItem.line.author.name()
                : importWorkItem.line.category.name();
        return externalIdMap.findLocal(importWorkItem.importType,
                slug == null ? Slugs.derive(name, "", importWorkItem.importType.name()) : slug);
    }

    private static CategoryInput resolveParent(ImportWorkItem importWorkItem, ImportRun run) {
        var input = importWorkItem.line.category;
        if (input.parent() == null) {
            return input;
        }
        var parent = run.resolve(ImportType.category, input.parent());
        if (parent == null) {
            throw ProblemException.invalid("/category/parent",
                    "must name an existing category; " + EchoedInput.quote(input.parent()) + " does not exist");
        }
        return new CategoryInput(input.name(), input.slug(), input.names(), input.description(), parent.toString(),
                input.position());
    }
}
