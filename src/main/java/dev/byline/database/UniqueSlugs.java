package dev.byline.database;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.text.Slugs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

/**
 * Slugs of tables whose rows have one unique slug each. Transactions that write slugs of one table wait for each other
 * until they end; such writes are rare, and no race between them is possible.
 */
@ApplicationScoped
public class UniqueSlugs {
    /** The description of the parameter {@code takeOverSlug} of operations that write slugs. */
    public static final String TAKE_OVER_DESCRIPTION = "True takes `slug` over if another one has it only as a former "
            + "slug. The former slug then no longer leads there.";

    /**
     * Matches the slugs that begin with {@code :base}, by a range of an index. Plans do not depend on the values of
     * parameters, so PostgreSQL would read all slugs for {@code ^@}. No slug contains a character beyond {@code z}.
     */
    private static final String SLUG_BEGINS_WITH_BASE = "slug >= :base and slug < :base || '~'";

    private final EntityManager database;
    private final Locks locks;
    private final FormerSlugs formerSlugs;

    UniqueSlugs(EntityManager database, Locks locks, FormerSlugs formerSlugs) {
        this.database = database;
        this.locks = locks;
        this.formerSlugs = formerSlugs;
    }

    /**
     * The slug that a row gets.
     *
     * @param wasFormer
     *            whether the slug was a former slug, of this row or of another row
     */
    public record AssignedSlug(String slug, boolean wasFormer) {}

    /**
     * Assigns a slug to a row: the requested one, or one that is derived from the name if the request has none. 409
     * with the id of the holder if the requested slug belongs to another row. The present slug becomes a former one.
     * Call this before other fields of the row are changed.
     *
     * @param present
     *            the present slug, or null for a new row
     * @param takeOver
     *            whether to take the requested slug over if it is only a former slug of its holder, which is then no
     *            longer found by that slug
     */
    public AssignedSlug assign(String table, UUID self, String present, String requested, String name,
            boolean takeOver) {
        if (requested != null && requested.equals(present)) {
            return new AssignedSlug(present, false);
        }
        var slug = requested == null ? deriveFree(table, self, name) : requireFree(table, self, requested, takeOver);
        return new AssignedSlug(slug,
                !slug.equals(present) && formerSlugs.rename(table, self, present, slug));
    }

    /**
     * Returns the requested slug; 409 with the id of the holder if another row has the slug, or had it and the slug is
     * not to be taken over.
     */
    private String requireFree(String table, UUID self, String slug, boolean takeOver) {
        lock(table);
        var holder = database
                .createNativeQuery("select id from " + table + " where slug = :slug and id <> :self", UUID.class)
                .setParameter("slug", slug).setParameter("self", self).getResultList();
        if (!holder.isEmpty()) {
            throw ProblemException.conflict(ProblemType.SLUG_TAKEN,
                    "The slug " + EchoedInput.quote(slug) + " belongs to another " + table + ", " + holder.get(0) + ".",
                    holder.get(0));
        }
        var formerHolder = takeOver ? Optional.<UUID>empty() : formerSlugs.findOther(table, self, slug);
        if (formerHolder.isPresent()) {
            throw ProblemException.conflict(ProblemType.SLUG_TAKEN,
                    "The slug " + EchoedInput.quote(slug) + " is a former slug of another " + table + ", "
                            + formerHolder.get()
                            + ", and leads to it. Repeat with ?takeOverSlug=true to take the slug over.",
                    formerHolder.get());
        }
        return slug;
    }

    /**
     * Returns the slug derived from a name, with the lowest free number at the end if another row has or had the slug.
     */
    private String deriveFree(String table, UUID self, String name) {
        lock(table);
        var base = Slugs.derive(name, "", table);
        @SuppressWarnings("unchecked")
        List<String> taken = database
                .createNativeQuery("""
                        select slug from %1$s where <begins> and id <> :self
                        union all
                        select slug from %1$s_former_slug where <begins> and %1$s_id <> :self""".formatted(table)
                        .replace("<begins>", SLUG_BEGINS_WITH_BASE),
                        String.class)
                .setParameter("base", Slugs.prefixOfNumbered(base)).setParameter("self", self).getResultList();
        return Slugs.firstFree(base, taken);
    }

    /** Lets the slug and the former slugs of a row, which is about to be deleted, lead to another row. */
    public void merge(String table, UUID from, String slug, UUID into) {
        formerSlugs.merge(table, from, slug, into);
    }

    /**
     * Waits for other transactions that write slugs of the table and blocks later ones, until the end of the
     * transaction.
     */
    public void lock(String table) {
        locks.exclusive(table);
    }
}
