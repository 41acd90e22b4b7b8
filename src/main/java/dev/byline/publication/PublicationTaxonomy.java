package dev.byline.publication;

import dev.byline.author.AuthorMerged;
import dev.byline.category.CategoryMerged;
import dev.byline.category.CategoryMoved;
import dev.byline.database.LinkTables;
import dev.byline.tag.TagMerged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Updates the references and the lists of published copies when categories, tags and authors are merged or
 * moved. */
@ApplicationScoped
class PublicationTaxonomy {
    private final PublicationRepository publications;
    private final ListingWriter lists;
    private final LinkTables links;

    PublicationTaxonomy(PublicationRepository publications, ListingWriter lists, LinkTables links) {
        this.publications = publications;
        this.lists = lists;
        this.links = links;
    }

    void onTaxonomyChange(@Observes CategoryMerged merge) {
        links.mergeLinks("publication_category", "category_id", merge.from(), merge.into());
    }

    void onTaxonomyChange(@Observes CategoryMoved moved) {
        lists.refresh(publications.articlesInCategoryTree(moved.category()));
    }

    void onTaxonomyChange(@Observes TagMerged merge) {
        links.mergeLinks("publication_tag", "tag_id", merge.from(), merge.into());
        lists.refresh(publications.articlesWithTag(merge.into()));
    }

    void onTaxonomyChange(@Observes AuthorMerged merge) {
        links.mergeLinks("publication_author", "author_id", merge.from(), merge.into());
        lists.refresh(publications.articlesOfAuthor(merge.into()));
    }
}
