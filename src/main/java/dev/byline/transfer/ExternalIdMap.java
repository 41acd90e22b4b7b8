package dev.byline.transfer;

import static dev.byline.database.UnnestColumns.column;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.text.Slugs;
import dev.byline.transfer.format.ImportLine.ImportType;
import dev.byline.transfer.format.ImportOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;

/**
 * Maps the external ids of sources to the ids of imported objects (table {@code imported}), and finds objects of this
 * Byline by id, slug or URL.
 */
@ApplicationScoped
class ExternalIdMap {
    private final Session database;
    private final ArticleFinder articles;

    ExternalIdMap(Session database, ArticleFinder articles) {
        this.database = database;
        this.articles = articles;
    }

    /**
     * The result of an earlier import of an item.
     *
     * @param hash
     *            the hash of the imported content
     * @param importedVersion
     *            the version that the import wrote
     * @param currentVersion
     *            the present version of the object; null if the object was deleted
     */
    record EarlierImport(UUID id, byte[] hash, int importedVersion, Integer currentVersion) {}

    /** Finds the earlier imports of these items, by {@link ImportWorkItem#reference}; one statement. */
    Map<String, EarlierImport> findEarlierImports(String source, Collection<ImportWorkItem> items) {
        var earlierImports = new HashMap<String, EarlierImport>();
        database.createNativeQuery("""
                select i.type, i.external_id, i.id, i.hash, i.version, case i.type
                    when 'article' then (select version from article x where x.id = i.id)
                    when 'comment' then (select version from comment x where x.id = i.id)
                    when 'author' then (select version from author x where x.id = i.id)
                    when 'category' then (select version from category x where x.id = i.id)
                    when 'tag' then (select version from tag x where x.id = i.id)
                    when 'member' then (select version from member x where x.id = i.id)
                    when 'menu' then (select version from menu x where x.id = i.id)
                    else (select version from site) end as current
                from unnest(cast(:types as text[]), cast(:ids as text[])) as asked (type, external_id)
                join imported i on i.source = :source and i.type = asked.type and i.external_id = asked.external_id""",
                Tuple.class).setParameter("source", source)
                .setParameter("types", column(items, String[]::new, i -> i.importType.name()))
                .setParameter("ids", column(items, String[]::new, i -> i.sourceKey)).getResultList().stream()
                .forEach(t -> earlierImports.put(t.get(0) + ":" + t.get(1), new EarlierImport(t.get(2, UUID.class),
                        t.get(3, byte[].class), t.get(4, Integer.class), t.get(5, Integer.class))));
        return earlierImports;
    }

    /** Saves ids, hashes and versions of imported items; one statement. */
    void save(String source, List<ImportWorkItem> items) {
        if (items.isEmpty()) {
            return;
        }
        database.createNativeMutationQuery("""
                insert into imported (source, type, external_id, id, hash, version)
                select :source, type, key, id, decode(hash, 'hex'), version
                from unnest(cast(:types as text[]), cast(:keys as text[]), :ids, cast(:hashes as text[]),
                    cast(:versions as int[])) as made (type, key, id, hash, version)
                on conflict (source, type, external_id) do update set id = excluded.id, hash = excluded.hash,
                    version = excluded.version""").setParameter("source", source)
                .setParameter("types", column(items, String[]::new, i -> i.importType.name()))
                .setParameter("keys", column(items, String[]::new, i -> i.sourceKey))
                .setParameter("ids", column(items, UUID[]::new, i -> i.id))
                .setParameter("hashes",
                        column(items, String[]::new, i -> HexFormat.of().formatHex(i.hash)))
                .setParameter("versions", column(items, Integer[]::new, i -> i.version))
                .executeUpdate();
    }

    /**
     * Saves the items of other sources that exported objects were imported from; one statement. An item that another
     * object here was imported from stays with that object.
     */
    void saveOrigins(List<ImportWorkItem> items) {
        var origins = new LinkedHashMap<String, OriginOfItem>();
        items.stream().filter(item -> item.line.origins != null)
                .forEach(item -> item.line.origins.forEach(origin -> origins.putIfAbsent(
                        item.importType + "\n" + origin.source() + "\n" + origin.externalId(),
                        new OriginOfItem(item, origin))));
        if (origins.isEmpty()) {
            return;
        }
        var rows = origins.values();
        database.createNativeMutationQuery("""
                insert into imported (source, type, external_id, id, hash, version)
                select source, type, key, id, decode(hash, 'hex'), version
                from unnest(cast(:sources as text[]), cast(:types as text[]), cast(:keys as text[]), :ids,
                    cast(:hashes as text[]), cast(:versions as int[])) as made (source, type, key, id, hash, version)
                on conflict (source, type, external_id) do update set id = excluded.id, hash = excluded.hash,
                    version = excluded.version
                where imported.id = excluded.id or not exists (
                    select 1 from article where id = imported.id union all select 1 from comment where id = imported.id
                    union all select 1 from author where id = imported.id
                    union all select 1 from category where id = imported.id
                    union all select 1 from tag where id = imported.id
                    union all select 1 from member where id = imported.id
                    union all select 1 from menu where id = imported.id)""")
                .setParameter("sources", column(rows, String[]::new, o -> o.origin.source()))
                .setParameter("types", column(rows, String[]::new, o -> o.item.importType.name()))
                .setParameter("keys", column(rows, String[]::new, o -> o.origin.externalId()))
                .setParameter("ids", column(rows, UUID[]::new, o -> o.item.id))
                .setParameter("hashes", column(rows, String[]::new, o -> o.origin.hash()))
                .setParameter("versions", column(rows, Integer[]::new, OriginOfItem::version)).executeUpdate();
    }

    /** An origin of an item. Version 0 is recorded for an object that was changed after its import. */
    private record OriginOfItem(ImportWorkItem item, ImportOrigin origin) {
        Integer version() {
            return Boolean.TRUE.equals(origin.edited()) ? Integer.valueOf(0) : item.version;
        }
    }

    /** Finds the ids of imported objects by their external ids, without deleted objects; one statement. */
    Map<String, UUID> findIds(String source, ImportType importType, Collection<String> externalIds) {
        var ids = new HashMap<String, UUID>();
        database.createNativeQuery("""
                select i.external_id, i.id from imported i where i.source = :source and i.type = :type
                and i.external_id = any(:ids) and exists (select 1 from %s x where x.id = i.id)"""
                .formatted(importType.name()), Tuple.class).setParameter("source", source)
                .setParameter("type", importType.name()).setParameter("ids", externalIds.toArray(String[]::new))
                .getResultList().stream().forEach(t -> ids.put(t.get(0, String.class), t.get(1, UUID.class)));
        return ids;
    }

    /**
     * Finds an object of this Byline by its id or slug, current or former, and an article also by a former address; 409
     * that names the candidates if an address may be that of several articles.
     */
    Optional<UUID> findLocal(ImportType importType, String reference) {
        var id = Slugs.parseId(reference);
        if (importType == ImportType.article) {
            return articles.find(reference);
        }
        if (id != null) {
            return Optional.of(id).filter(found -> exists(importType, found));
        }
        return importType == ImportType.comment || importType == ImportType.member
                ? Optional.empty()
                : database
                        .createNativeQuery("""
                                select id from %1$s where slug = :slug
                                union all select %1$s_id from %1$s_former_slug where slug = :slug"""
                                .formatted(importType.name()), UUID.class)
                        .setParameter("slug", reference).getResultList().stream().findFirst();
    }

    /** Tells whether there is an object of this type and id. */
    boolean exists(ImportType importType, UUID id) {
        return !findExisting(importType, List.of(id)).isEmpty();
    }

    /** Filters ids: returns those whose objects exist; one statement. */
    Set<UUID> findExisting(ImportType importType, Collection<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : new HashSet<>(database.createNativeQuery("select id from %s where id = any(:ids)".formatted(
                        importType.name()), UUID.class).setParameter("ids", ids.toArray(UUID[]::new)).getResultList());
    }
}
