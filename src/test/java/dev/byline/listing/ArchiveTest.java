package dev.byline.listing;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests the months of archive pages and their counts. */
@QuarkusTest
class ArchiveTest extends ServiceTest {

    private void publishAt(String time, String category, String locale) {
        publish(draft(Map.of("title", "Radio", "locale", locale, "categories", List.of(category), "publishedAt", time,
                "body", markdown("x"))).getString("id"));
    }

    private void publishYears() {
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        category("Top");
        category("Other");
        sending(Map.of("name", "Leaf", "parent", "top")).post(ADMIN + "/categories").then().statusCode(201);
        publishAt("2024-02-29T23:59:59.999Z", "leaf", "en");
        publishAt("2024-03-01T00:00:00Z", "leaf", "en");
        publishAt("2024-03-31T23:59:59Z", "top", "vi");
        publishAt("2023-12-31T23:59:59Z", "other", "en");
        publishAt("1969-07-20T20:17:00Z", "other", "en");
    }

    @Test
    void the_archive_counts_the_articles_of_each_month_newest_month_first() {
        publishYears();
        draft("Never published");
        get(API + "/archive").then().statusCode(200)
                .body("items.month", equalTo(List.of("2024-03", "2024-02", "2023-12", "1969-07")))
                .body("items.articles", equalTo(List.of(2, 1, 1, 1)))
                .body("items.publishedFrom",
                        equalTo(List.of("2024-03-01T00:00:00Z", "2024-02-01T00:00:00Z", "2023-12-01T00:00:00Z",
                                "1969-07-01T00:00:00Z")))
                .body("items.publishedTo", equalTo(List.of("2024-04-01T00:00:00Z", "2024-03-01T00:00:00Z",
                        "2024-01-01T00:00:00Z", "1969-08-01T00:00:00Z")));
    }

    @Test
    void the_archive_of_a_locale_and_a_category_counts_only_their_articles() {
        publishYears();
        for (var expected : Map.of("locale=vi", Map.of("2024-03", 1), "category=top",
                Map.of("2024-03", 2, "2024-02", 1), "category=leaf", Map.of("2024-03", 1, "2024-02", 1),
                "category=top&locale=en-GB", Map.of("2024-03", 1, "2024-02", 1), "category=other&locale=vi",
                Map.<String, Integer>of()).entrySet()) {
            var months = get(API + "/archive?" + expected.getKey()).then().statusCode(200)
                    .body("items", hasSize(expected.getValue().size())).extract().jsonPath();
            for (var month : months.<Map<String, Object>>getList("items")) {
                assertEquals(expected.getValue().get(month.get("month")), month.get("articles"), expected.getKey());
                get(API + "/articles?count=exact&" + expected.getKey() + "&publishedFrom=" + month.get("publishedFrom")
                        + "&publishedTo=" + month.get("publishedTo")).then()
                        .body("page.total", equalTo(month.get("articles")));
            }
        }
    }

    @Test
    void months_begin_in_the_time_zone_of_the_site() {
        publishYears();
        get(API + "/archive").then().body("items.month", equalTo(List.of("2024-03", "2024-02", "2023-12", "1969-07")));
        // East of Greenwich all of these times but one are in the next month. Moscow had another offset in 1969.
        for (var expected : Map.of("Asia/Saigon", List.of("2024-04 2024-03-31T17:00:00Z 1",
                "2024-03 2024-02-29T17:00:00Z 2", "2024-01 2023-12-31T17:00:00Z 1", "1969-07 1969-06-30T16:00:00Z 1"),
                "America/New_York", List.of("2024-03 2024-03-01T05:00:00Z 1", "2024-02 2024-02-01T05:00:00Z 2",
                        "2023-12 2023-12-01T05:00:00Z 1", "1969-07 1969-07-01T04:00:00Z 1"),
                // PostgreSQL does not know this name.
                "SystemV/PST8PDT", List.of("2024-03 2024-03-01T08:00:00Z 1", "2024-02 2024-02-01T08:00:00Z 2",
                        "2023-12 2023-12-01T08:00:00Z 1", "1969-07 1969-07-01T07:00:00Z 1"))
                .entrySet()) {
            // The response was stored before, and shows the new time zone at once.
            patch("site", "*", "{\"timeZone\": \"" + expected.getKey() + "\"}").then().statusCode(200);
            var months = get(API + "/archive").jsonPath().<Map<String, Object>>getList("items");
            assertEquals(expected.getValue(), months.stream().map(
                    month -> month.get("month") + " " + month.get("publishedFrom") + " " + month.get("articles"))
                    .toList());
            for (var month : months) {
                get(API + "/articles?count=exact&publishedFrom=" + month.get("publishedFrom") + "&publishedTo="
                        + month.get("publishedTo")).then().body("page.total", equalTo(month.get("articles")));
            }
        }
    }

    @Test
    void a_site_without_articles_has_no_months() {
        get(API + "/archive").then().statusCode(200).body("items", hasSize(0));
    }

    @Test
    void dates_at_the_ends_of_the_calendar_are_counted() {
        category("News");
        publishAt("0001-01-01T00:00:00Z", "news", "en");
        publishAt("2024-05-01T00:00:00Z", "news", "en");
        get(API + "/archive").then().statusCode(200).body("items.month", equalTo(List.of("2024-05", "0001-01")));
        for (var zone : Map.of("Asia/Tokyo", "0001-01", "America/New_York", "0000-12").entrySet()) {
            patch("site", "*", "{\"timeZone\": \"" + zone.getKey() + "\"}").then().statusCode(200);
            var month = get(API + "/archive").then().statusCode(200).body("items[1].month", equalTo(zone.getValue()))
                    .body("items.articles", equalTo(List.of(1, 1))).extract().jsonPath();
            get(API + "/articles?count=exact&publishedFrom=" + month.getString("items[1].publishedFrom")
                    + "&publishedTo=" + month.getString("items[1].publishedTo")).then().statusCode(200)
                    .body("page.total", equalTo(1));
        }
    }

    @Test
    void the_archive_takes_the_same_statements_for_any_number_of_months_and_is_cached() {
        publishYears();
        for (var archive : Map.of("/archive", 2L, "/archive?category=top&locale=en", 3L).entrySet()) {
            assertEquals(archive.getValue(), statements(() -> get(API + archive.getKey()).then().statusCode(200)),
                    archive.getKey());
            assertEquals(0, statements(() -> get(API + archive.getKey()).then().statusCode(200)), archive.getKey());
        }
        publishAt("2020-05-05T00:00:00Z", "top", "en");
        get(API + "/archive").then().body("items", hasSize(5));
        get(API + "/archive?category=top&locale=en").then().body("items", hasSize(3));
    }
}
