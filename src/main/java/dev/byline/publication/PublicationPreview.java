package dev.byline.publication;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.byline.author.AuthorService;
import dev.byline.category.CategoryService;
import dev.byline.stats.ArticleCounters;
import dev.byline.stats.Stats;
import dev.byline.tag.TagService;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows unpublished content in the form of a published article. */
@ApplicationScoped
public class PublicationPreview {
    private final PublicationRepository publications;
    private final ReferenceDetails referenceDetails;
    private final AuthorService authors;
    private final CategoryService categories;
    private final TagService tags;
    private final ArticleCounters articleCounters;

    PublicationPreview(PublicationRepository publications, ReferenceDetails referenceDetails, AuthorService authors,
            CategoryService categories, TagService tags, ArticleCounters articleCounters) {
        this.publications = publications;
        this.referenceDetails = referenceDetails;
        this.authors = authors;
        this.categories = categories;
        this.tags = tags;
        this.articleCounters = articleCounters;
    }

    /** Builds the article that readers would get if this content were published; writes nothing. */
    public ArticleDetail create(NewPublication copy) {
        var id = copy.articleId();
        var row = new PublicationRow(id, copy.content(),
                new ArticleDetail.PublishedBody(copy.body().html(), copy.body().contents()),
                copy.body().readingMinutes(), publications.translations(id),
                articleCounters.statsOf(List.of(id)).getOrDefault(id, Stats.NONE));
        var refs = new ArticleRefs(pick(authors.refs(copy.authors()), copy.authors()),
                pick(categories.refs(copy.categories()), copy.categories()), pick(tags.refs(copy.tags()), copy.tags()));
        return referenceDetails.createArticle(row, refs);
    }

    private static <R> List<R> pick(Map<UUID, R> refs, List<UUID> ids) {
        return ids.stream().map(refs::get).filter(Objects::nonNull).toList();
    }
}
