package dev.byline.listing;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import dev.byline.paging.Sort;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Tests the filters, orders and pages of the list of published articles. */
@QuarkusTest
class ArticleListTest extends ServiceTest {
    private static final List<String> TITLES = List.of("Zebra", "apple", "Apple", "Ärger", "Đường", "dang", "ngày",
            "Ngay", "10 things", "9 things", "éclair", "Eclair");
    /** Filters, each with the plain SQL condition that it stands for. */
    private static final Map<String, String> FILTERS = Map.of("", "true", "category=top",
            inCategories("top", "middle", "leaf"),
            "category=middle", inCategories("middle", "leaf"), "category=top&exact=true", inCategories("top"),
            "category=leaf,other",
            inCategories("leaf", "other"), "tag=red",
            "p.article_id in (select l.article_id from publication_tag l join tag t"
                    + " on t.id = l.tag_id where t.slug = 'red')",
            "author=linh", "p.article_id in (select l.article_id from publication_author l join author a"
                    + " on a.id = l.author_id where a.slug = 'linh')",
            "locale=vi", "p.locale = 'vi'", "pinned=true&locale=en", "p.pinned and p.locale = 'en'",
            "publishedFrom=2024-01-03T00:00:00Z&publishedTo=2024-01-06T00:00:00Z",
            "p.published_at >= '2024-01-03Z' and p.published_at < '2024-01-06Z'");

    @Inject
    ViewRankings viewRankings;

    private final long seed = Long.getLong("byline.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static String inCategories(String... categories) {
        return "p.article_id in (select l.article_id from publication_category l join category c on c.id = l.category_id"
                + " where c.slug in ('" + String.join("', '", categories) + "'))";
    }

    @Test
    void every_order_walks_every_filter_both_ways_once_while_others_come_and_go() throws SQLException {
        createTaxonomy();
        var fixed = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            fixed.add(publishRandomArticle());
        }
        for (int i = 0; i < 10; i++) {
            sending(Map.of("views", random.nextInt(4))).put(ADMIN + "/articles/" + fixed.get(i) + "/views").then()
                    .statusCode(200);
        }
        var passing = new ArrayList<String>();
        for (var order : ArticleOrder.values()) {
            var sorts = ArticleOrder.SORTS.entrySet().stream().filter(sort -> sort.getValue().key() == order).toList();
            for (var filter : FILTERS.entrySet()) {
                var sort = pick(sorts);
                refreshRankings();
                var walk = API + "/articles?size=" + (2 + random.nextInt(5)) + "&sort=" + sort.getKey()
                        + (filter.getKey().isEmpty() ? "" : "&" + filter.getKey());
                var expected = expected(sort.getValue(), filter.getValue());
                expected.retainAll(fixed);
                var forth = new ArrayList<String>();
                String cursor = null;
                String last;
                do {
                    var page = get(cursor == null ? walk : walk + "&cursor=" + cursor).then().statusCode(200).extract()
                            .jsonPath();
                    forth.addAll(page.getList("items.id"));
                    last = page.getString("page.previous");
                    cursor = page.getString("page.next");
                    changeSomething(passing);
                } while (cursor != null);
                int seen = forth.size();
                forth.retainAll(fixed);
                assertEquals(expected, forth, "seed " + seed + ": " + walk);
                var back = new ArrayList<String>();
                for (cursor = last; cursor != null;) {
                    var page = get(walk + "&cursor=" + cursor).then().statusCode(200).extract().jsonPath();
                    back.addAll(0, page.getList("items.id"));
                    cursor = page.getString("page.previous");
                }
                back.retainAll(fixed);
                assertEquals(expected.subList(0, back.size()), back, "seed " + seed + ", back, " + seen + ": " + walk);
            }
        }
    }

    /** Creates the next generation of the rankings, and clears the cache so that requests see it at once. */
    private void refreshRankings() {
        viewRankings.refresh(0);
        changeTracker.markAllChanged();
    }

    private void createTaxonomy() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("Top");
        sending(Map.of("name", "Middle", "parent", "top")).post(ADMIN + "/categories").then().statusCode(201);
        sending(Map.of("name", "Leaf", "parent", "middle")).post(ADMIN + "/categories").then().statusCode(201);
        category("Other");
        author("Linh");
        author("Minh");
    }

    private String publishRandomArticle() {
        var input = new HashMap<String, Object>();
        input.put("title", pick(TITLES));
        input.put("locale", pick(List.of("en", "en", "vi")));
        var categories = new ArrayList<>(List.of("top", "middle", "leaf", "other"));
        Collections.shuffle(categories, random);
        input.put("categories", categories.subList(0, 1 + random.nextInt(2)));
        input.put("tags", random.nextBoolean() ? List.of("Red") : List.of("Blue"));
        input.put("authors", List.of(pick(List.of("linh", "minh"))));
        input.put("pinned", random.nextBoolean());
        input.put("body", markdown("x"));
        input.put("publishedAt", "2024-01-0" + (1 + random.nextInt(8)) + "T00:00:00Z");
        return publish(draft(input).getString("id")).getString("id");
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /**
     * Makes a random change to other articles than those whose order is compared; views count in the next generation.
     */
    private void changeSomething(List<String> passing) {
        switch (random.nextInt(6)) {
            case 0 -> passing.add(publishRandomArticle());
            case 1 -> {
                if (!passing.isEmpty()) {
                    verb("articles/" + passing.remove(random.nextInt(passing.size())) + "/unpublish").then()
                            .statusCode(200);
                }
            }
            case 2 -> {
                if (!passing.isEmpty()) {
                    var changed = passing.get(random.nextInt(passing.size()));
                    patch("articles/" + changed, "*", "{\"title\": \"" + pick(TITLES) + "\"}").then().statusCode(200);
                    publish(changed);
                }
            }
            case 3 -> passing.forEach(ServiceTest::view);
            case 4 -> refreshRankings();
            default -> {
            }
        }
    }

    private List<String> expected(Sort<ArticleOrder> sort, String condition) throws SQLException {
        var key = switch (sort.key()) {
            case title -> "p.title collate \"und-x-icu\"";
            case views -> "coalesce((select views from article_counter where article_id = p.article_id), 0)";
            case views1d, views7d, views30d ->
                "coalesce((select sum(views) from article_view_day where article_id = p.article_id), 0)";
            case publishedAt -> "p.published_at";
            case updatedAt -> "p.updated_at";
            case pinnedFirst -> "p.pinned desc, p.published_at";
        };
        var direction = sort.descending() ? " desc" : " asc";
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var found = statement.executeQuery("select p.article_id from publication p where " + condition
                        + " order by " + key + direction + ", p.article_id" + direction)) {
            var ids = new ArrayList<String>();
            while (found.next()) {
                ids.add(found.getString(1));
            }
            return ids;
        }
    }

    @Test
    void a_walk_by_views_keeps_to_its_ranking_while_views_are_counted() {
        category("News");
        var ids = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            ids.add(0, published("V" + i).getString("id"));
            sending(Map.of("views", i * 10)).put(ADMIN + "/articles/" + ids.get(0) + "/views").then().statusCode(200);
        }
        get(API + "/articles?sort=-views").then().body("items.id", hasSize(6));
        refreshRankings();
        get(API + "/articles?sort=-views").then().body("items.id", equalTo(ids));
        var first = get(API + "/articles?sort=-views&size=2&category=news").then().body("items.id",
                equalTo(ids.subList(0, 2))).extract().jsonPath().getString("page.next");
        for (int i = 0; i < 100; i++) {
            view(ids.get(5));
        }
        refreshRankings();
        get(API + "/articles?sort=-views&size=1").then().body("items.id", equalTo(List.of(ids.get(5))));
        get(API + "/articles?sort=-views7d&size=1").then().body("items.id", equalTo(List.of(ids.get(5))));
        get(API + "/articles?sort=-views&category=news&size=10&cursor=" + first).then().statusCode(200)
                .body("items.id", equalTo(ids.subList(2, 6)));
        for (int i = 0; i < 15; i++) {
            view(ids.get(0));
            refreshRankings();
        }
        get(API + "/articles?sort=-views&category=news&cursor=" + first).then().statusCode(400)
                .body("violations[0].field", equalTo("cursor")).body("detail", containsString("start again"));
    }

    @Test
    void the_views_of_seven_days_are_those_of_today_and_six_days_before() throws SQLException {
        var old = published("Old").getString("id");
        var fresh = published("Fresh").getString("id");
        view(fresh);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute("insert into article_view_day select '" + old
                    + "', (now() at time zone 'UTC')::date - 6, 5");
            statement.execute("insert into article_counter (article_id, views) values ('" + old + "', 5)");
        }
        refreshRankings();
        get(API + "/articles?sort=-views7d").then().body("items.title", equalTo(List.of("Old", "Fresh")));
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            // A day later the old article has no new views, and its views are older than seven days.
            statement.execute("update article_view_day set day = day - 1 where article_id = '" + old + "'");
            statement.execute("update ranking_generation set made_at = made_at - interval '1 day'");
        }
        refreshRankings();
        get(API + "/articles?sort=-views7d").then().body("items.title", equalTo(List.of("Fresh", "Old")));
        get(API + "/articles?sort=-views").then().body("items.title", equalTo(List.of("Old", "Fresh")));
    }

    @Test
    void several_of_a_filter_mean_any_or_all() {
        category("News");
        for (var tags : List.of(List.of("Red"), List.of("Blue"), List.of("Red", "Blue"), List.of("Green"))) {
            publish(draft(Map.of("title", String.join(" ", tags), "tags", tags, "categories", List.of("news"), "body",
                    markdown("x"))).getString("id"));
        }
        get(API + "/articles?tag=red,blue&sort=title&count=exact").then()
                .body("items.title", equalTo(List.of("Blue", "Red", "Red Blue"))).body("page.total", equalTo(3));
        get(API + "/articles?tag=red,blue&match=all&count=exact").then()
                .body("items.title", equalTo(List.of("Red Blue"))).body("page.total", equalTo(1));
        get(API + "/articles?tag=red,blue&category=news&sort=title&size=2").then().body("items.title",
                equalTo(List.of("Blue", "Red")));
        var ids = get(API + "/articles?sort=title").jsonPath().getList("items.id", String.class);
        get(API + "/articles?sort=title&ids=" + ids.get(0) + "," + ids.get(2)).then().body("items.title",
                equalTo(List.of("Blue", "Red")));
        get(API + "/articles?sort=title&slugs=red,green").then().body("items.title", equalTo(List.of("Green", "Red")));
        get(API + "/articles?sort=title&exclude=red," + ids.get(0)).then().body("items.title",
                equalTo(List.of("Green", "Red Blue")));
        get(API + "/articles?pinned=false&count=exact").then().body("page.total", equalTo(4));
        get(API + "/articles?updatedFrom=2100-01-01T00:00:00Z").then().body("items", hasSize(0));
    }

    @Test
    void pages_have_numbers_and_lists_have_counts() {
        for (int i = 0; i < 5; i++) {
            published("P" + i);
        }
        get(API + "/articles?size=2&page=2&count=estimated").then().body("items.title", equalTo(List.of("P2", "P1")))
                .body("page.number", equalTo(2)).body("page.total", equalTo(5)).body("page.next", notNullValue())
                .body("page.previous", notNullValue());
        get(API + "/articles?size=2&page=3").then().body("items.title", equalTo(List.of("P0")))
                .body("page.next", nullValue()).body("page.total", nullValue());
        get(API + "/articles?size=2&page=4").then().body("items", hasSize(0));
        get(API + "/articles?size=2&count=exact&category=news").then().body("page.total", equalTo(5));
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        get(API + "/articles?size=2&count=exact&locale=vi").then().body("page.total", equalTo(0));
        get(API + "/articles?count=exact&publishedFrom=2000-01-01T00:00:00Z").then().body("page.total", equalTo(5));
        refreshRankings();
        verb("articles/p0/unpublish").then().statusCode(200);
        get(API + "/articles?count=estimated").then().body("page.total", equalTo(4));
        get(API + "/categories/news").then().body("publishedArticles", equalTo(4))
                .body("publishedArticlesInTree", equalTo(4));
    }

    @Test
    void what_is_not_in_the_grammar_is_refused_by_name() {
        published("One");
        var tooMany = String.join(",", Collections.nCopies(101, "00000000-0000-0000-0000-000000000000"));
        for (var wrong : List.of("size=101", "size=0", "page=0", "page=501", "page=2&cursor=x", "sort=-publishedat",
                "sort=views14d", "include=bodies", "count=all", "match=some", "match=all", "exact=true", "pinned=yes",
                "ids=one", "ids=" + tooMany, "slugs=,", "exclude=a,a", "category=nowhere", "tag=a,b,c", "author=x",
                "publishedFrom=yesterday", "publishedFrom=2024-01-01", "updatedTo=10000-01-01T00:00:00Z",
                "tag=" + "x,".repeat(20) + "x", "locale=&size=1")) {
            given().urlEncodingEnabled(false).get(API + "/articles?" + wrong).then().statusCode(400)
                    .body("violations[0].in", equalTo("query"));
        }
        get(API + "/articles?sort=-publishedat").then().body("detail", containsString("did you mean '-publishedAt'"));
        get(API + "/articles?catgory=x").then().statusCode(400).body("detail",
                containsString("did you mean 'category'"));
        get(API + "/articles?include=bodi").then().body("detail", containsString("did you mean 'body'"));
        get(API + "/tags?sort=names").then().statusCode(400).body("detail", containsString("did you mean 'name'"));
    }

    @Test
    void a_combination_that_takes_too_long_is_a_400_that_says_so() throws SQLException {
        published("One");
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // A reader waits for this transaction, which takes longer than the time limit.
            statement.execute("lock table listing in access exclusive mode");
            for (var slow : List.of("pinned=false", "pinned=true&locale=en&category=news",
                    "updatedFrom=2000-01-01T00:00:00Z")) {
                get(API + "/articles?" + slow).then().statusCode(400)
                        .body("type", equalTo("urn:byline:problem:query-too-expensive"))
                        .header("Cache-Control", "no-cache");
            }
            // Without parameters it cannot be the fault of the request.
            get(API + "/archive").then().statusCode(503).header("Retry-After", equalTo("2"));
            connection.rollback();
        }
        get(API + "/articles?pinned=false").then().statusCode(200).body("items", hasSize(1));
    }

    @Test
    void a_list_carries_bodies_only_when_asked() {
        published("One");
        get(API + "/articles").then().body("items[0].body", nullValue());
        get(API + "/articles?include=body").then().body("items[0].body.html", containsString("Text of One"))
                .body("items[0].body.contents", hasSize(0));
    }

    @Test
    void articles_named_by_their_ids_come_in_the_order_of_the_ids() {
        var ids = Stream.of("A", "B", "C", "D").map(title -> published(title).getString("id")).toList();
        var named = String.join(",", ids.get(2), ids.get(0), "00000000-0000-0000-0000-000000000000", ids.get(3),
                ids.get(1));
        get(API + "/articles?count=exact&ids=" + named).then()
                .body("items.title", equalTo(List.of("C", "A", "D", "B"))).body("page.total", equalTo(4));
        get(API + "/articles?include=body&category=news&ids=" + named).then()
                .body("items.title", equalTo(List.of("C", "A", "D", "B"))).body("items[0].body.html", notNullValue());
        get(API + "/articles?page=2&size=3&ids=" + named).then().body("items.title", equalTo(List.of("B")));
        var first = get(API + "/articles?size=2&ids=" + named).then().body("items.title", equalTo(List.of("C", "A")))
                .body("page.previous", nullValue()).extract().jsonPath();
        var second = get(API + "/articles?size=2&ids=" + named + "&cursor=" + first.getString("page.next")).then()
                .body("items.title", equalTo(List.of("D", "B"))).body("page.next", nullValue()).extract().jsonPath();
        get(API + "/articles?size=2&ids=" + named + "&cursor=" + second.getString("page.previous")).then()
                .body("items.title", equalTo(List.of("C", "A")));
        get(API + "/articles?size=2&ids=" + ids.get(0) + "&cursor=" + first.getString("page.next")).then()
                .statusCode(400);
        get(API + "/articles?sort=-title&ids=" + named).then().body("items.title",
                equalTo(List.of("D", "C", "B", "A")));
    }

    @Test
    void lists_of_categories_tags_and_authors_share_the_grammar() {
        for (var name : List.of("Alpha", "Beta", "Gamma")) {
            category(name);
            author(name);
            publish(draft(Map.of("title", name, "categories", List.of(name.toLowerCase()), "tags", List.of(name),
                    "body", markdown("x"))).getString("id"));
        }
        for (var list : List.of("categories", "tags", "authors")) {
            get(API + "/" + list + "?sort=-name").then().statusCode(200).body("items.name",
                    equalTo(List.of("Gamma", "Beta", "Alpha")));
            get(API + "/" + list + "?sort=name&page=2&size=1&count=exact").then().body("items.name",
                    equalTo(List.of("Beta"))).body("page.total", equalTo(3));
            get(API + "/" + list + "?slugs=alpha,gamma&sort=name&count=estimated").then().body("items.name",
                    equalTo(List.of("Alpha", "Gamma"))).body("page.total", equalTo(2));
            var id = get(API + "/" + list + "/beta").jsonPath().getString("id");
            get(API + "/" + list + "?ids=" + id).then().body("items.slug", equalTo(List.of("beta")));
            staff().get(ADMIN + "/" + list + "?ids=" + id).then().body("items.slug", equalTo(List.of("beta")));
            var both = id + "," + get(API + "/" + list + "/alpha").jsonPath().getString("id");
            for (var named : List.of(get(API + "/" + list + "?ids=" + both),
                    staff().get(ADMIN + "/" + list + "?ids=" + both))) {
                named.then().body("items.slug", equalTo(List.of("beta", "alpha")));
            }
            get(API + "/" + list + "?sort=name&ids=" + both).then().body("items.slug",
                    equalTo(List.of("alpha", "beta")));
        }
    }
}
