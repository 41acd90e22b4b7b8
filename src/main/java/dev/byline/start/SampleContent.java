package dev.byline.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.article.ArticleInput;
import dev.byline.article.ArticleLifecycle;
import dev.byline.article.ArticleCreation;
import dev.byline.author.AuthorInput;
import dev.byline.author.AuthorService;
import dev.byline.category.CategoryInput;
import dev.byline.category.CategoryService;
import dev.byline.site.SiteService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Adds sample content ({@code sample-content.json}) to a new database, through the same services as any request. */
@ApplicationScoped
class SampleContent {
    private final ObjectMapper json;
    private final EntityManager database;
    private final SiteService site;
    private final AuthorService authors;
    private final CategoryService categories;
    private final ArticleCreation articles;
    private final ArticleLifecycle lifecycle;

    SampleContent(ObjectMapper json, EntityManager database, SiteService site, AuthorService authors,
            CategoryService categories,
            ArticleCreation articles, ArticleLifecycle lifecycle) {
        this.json = json;
        this.database = database;
        this.site = site;
        this.authors = authors;
        this.categories = categories;
        this.articles = articles;
        this.lifecycle = lifecycle;
    }

    record Content(
            List<String> locales,
            List<AuthorInput> authors,
            List<CategoryInput> categories,
            List<ArticleInput> published,
            List<ArticleInput> drafts) {}

    /** Adds the complete content in one transaction, if no content was ever written to this database. */
    @ActivateRequestContext
    @Transactional
    void addIfDatabaseIsEmpty() {
        if (!database.createNativeQuery("select 1 from audit_entry where entity <> 'api_key' limit 1").getResultList()
                .isEmpty()) {
            return;
        }
        try (var file = SampleContent.class.getResourceAsStream("/sample-content.json")) {
            var content = json.readValue(file, Content.class);
            site.addLocales(content.locales);
            content.authors.forEach(authors::create);
            content.categories.forEach(categories::create);
            content.drafts.forEach(draft -> articles.create(draft, false));
            content.published
                    .forEach(article -> lifecycle.publish(articles.create(article, false).id.toString(), "*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
