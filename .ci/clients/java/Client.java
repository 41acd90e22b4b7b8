import java.util.List;

import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.ReadingArticlesApi;
import org.openapitools.client.api.ReadingSiteApi;
import org.openapitools.client.api.StaffArticlesApi;
import org.openapitools.client.model.ArticleInput;
import org.openapitools.client.model.ArticlePatch;
import org.openapitools.client.model.GetArticleInclude;

/** What a frontend and a script of the staff do, with openapi-generator for Java. */
class Client {
    public static void main(String[] arguments) throws ApiException {
        var client = new ApiClient().setBasePath(System.getenv("BYLINE"));
        client.setBearerToken(System.getenv("BYLINE_ADMIN_KEY"));
        var articles = new ReadingArticlesApi(client);
        check(new ReadingSiteApi(client).getSite().getTitle() != null, "the site has a title");
        var article = articles.getArticle("two-copies-of-every-article", List.of("en"),
                List.of(GetArticleInclude.RELATED, GetArticleInclude.NEIGHBORS), null);
        check(article.getRelated() != null && article.getNeighbors() != null, "the parts are included");
        try {
            articles.getArticle("nothing", null, null, null);
            throw new AssertionError("found nothing");
        } catch (ApiException e) {
            check(e.getCode() == 404 && e.getResponseBody().contains("urn:byline:problem:not-found"), e.getMessage());
        }
        var staff = new StaffArticlesApi(client);
        var draft = staff.createArticle(new ArticleInput().title("Made with Java"), null, null);
        var changed = staff.patchArticle(draft.getId().toString(), new ArticlePatch().excerpt("Short."), null,
                draft.getVersion().toString());
        check("Short.".equals(changed.getExcerpt()), "the excerpt is changed");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
