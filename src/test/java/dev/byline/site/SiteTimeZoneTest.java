package dev.byline.site;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;

/** Tests that times without an offset are read in the time zone of the site. */
@QuarkusTest
class SiteTimeZoneTest extends ServiceTest {
    @Test
    void the_time_zone_is_utc_until_an_admin_changes_it() {
        get(API + "/site").then().statusCode(200).body("timeZone", equalTo("UTC"));
        setTimeZone("Asia/Ho_Chi_Minh");
        get(API + "/site").then().body("timeZone", equalTo("Asia/Ho_Chi_Minh"));
        staff().get(ADMIN + "/site").then().body("timeZone", equalTo("Asia/Ho_Chi_Minh"));
        patch("site", "*", "{\"title\": \"Other\"}").then().body("timeZone", equalTo("Asia/Ho_Chi_Minh"));
        for (var wrong : new String[]{ "Saigon", "+07:00", "", "GMT+7", "europe/berlin" }) {
            patch("site", "*", "{\"timeZone\": \"" + wrong + "\"}").then().statusCode(422)
                    .body("violations[0].field", equalTo("/timeZone"))
                    .body("violations[0].message", containsString("Europe/Berlin"));
        }
        patch("site", "*", "{\"timeZone\": null}").then().statusCode(200).body("timeZone", equalTo("UTC"));
    }

    @ParameterizedTest
    @CsvSource({ "UTC, 2099-12-24T09:00, 2099-12-24T09:00:00Z",
            "Asia/Ho_Chi_Minh, 2099-12-24T09:00, 2099-12-24T02:00:00Z",
            "America/New_York, 2026-12-24T09:00:30, 2026-12-24T14:00:30Z",
            "America/New_York, 2026-07-24T09:00:30.5, 2026-07-24T13:00:30.500Z",
            "Asia/Ho_Chi_Minh, 2099-12-24T09:00:00Z, 2099-12-24T09:00:00Z",
            "Asia/Ho_Chi_Minh, 2099-12-24T09:00-05:00, 2099-12-24T14:00:00Z",
            "Asia/Ho_Chi_Minh, 2099-12-24T09:00-05, 2099-12-24T14:00:00Z",
            "Asia/Ho_Chi_Minh, 2099-12-24t09:00z, 2099-12-24T09:00:00Z",
            // The clocks skip 02:30 in spring, and repeat it in autumn.
            "Europe/Berlin, 2026-03-29T02:30, 2026-03-29T01:30:00Z",
            "Europe/Berlin, 2026-10-25T02:30, 2026-10-25T00:30:00Z" })
    void a_date_without_an_offset_is_a_local_time(String zone, String sent, String stored) {
        setTimeZone(zone);
        var id = draft(Map.of("title", "Local", "publishedAt", sent)).getString("id");
        staff().get(ADMIN + "/articles/" + id).then().body("publishedAt", equalTo(stored));
        patch("articles/" + id, "*", "{\"firstPublishedAt\": \"" + sent + "\"}").then().statusCode(200)
                .body("firstPublishedAt", equalTo(stored));
    }

    @ParameterizedTest
    @ValueSource(strings = { "2100-02-30T09:00", "2100-02-30T09:00Z", "2100-01-01T24:00", "2100-01-01", "09:00", "",
            "2100-01-01 09:00", "2100-01-01T09:00[Europe/Berlin]", "2100-01-01T09:00 Europe/Berlin",
            "+10000-01-01T00:00",
            "0000-12-31T23:59" })
    void what_is_no_time_is_refused_with_an_example_of_each_kind(String sent) {
        sending(Map.of("title", "Never", "publishedAt", sent)).post(ADMIN + "/articles").then().statusCode(422)
                .body("violations[0].field", equalTo("/publishedAt"))
                .body("violations[0].message",
                        containsString("2023-11-23T00:00:00Z (RFC 3339), or 2023-11-23T00:00 in"));
    }

    @Test
    void schedules_are_set_in_local_time() {
        setTimeZone("Asia/Ho_Chi_Minh");
        var id = draft("Evening").getString("id");
        sending(Map.of("action", "publish", "at", "2099-12-24T09:00")).header("If-Match", "*")
                .put(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200)
                .body("schedule.at", equalTo("2099-12-24T02:00:00Z"));
        sending(Map.of("at", "2099-12-25T09:00")).header("If-Match", "*")
                .post(ADMIN + "/articles/" + id + "/publish").then().statusCode(200)
                .body("schedule.at", equalTo("2099-12-25T02:00:00Z"));
    }

    @Test
    void another_time_zone_moves_no_stored_time() {
        setTimeZone("Asia/Ho_Chi_Minh");
        var id = draft(Map.of("title", "Kept", "publishedAt", "2020-01-01T09:00")).getString("id");
        sending(Map.of("action", "publish", "at", "2099-12-24T09:00")).header("If-Match", "*")
                .put(ADMIN + "/articles/" + id + "/schedule").then().statusCode(422)
                .body("violations[0].field", equalTo("/body"));
        patch("articles/" + id, "*", "{\"body\": {\"format\": \"markdown\", \"source\": \"Text\"}}").then()
                .statusCode(200);
        sending(Map.of("action", "publish", "at", "2099-12-24T09:00")).header("If-Match", "*")
                .put(ADMIN + "/articles/" + id + "/schedule").then().statusCode(200);
        setTimeZone("America/New_York");
        staff().get(ADMIN + "/articles/" + id).then().body("schedule.at", equalTo("2099-12-24T02:00:00Z"))
                .body("publishedAt", equalTo("2020-01-01T02:00:00Z"));
    }

    @Test
    void filters_of_staff_take_local_times_and_public_filters_do_not() throws Exception {
        setTimeZone("Asia/Ho_Chi_Minh");
        execute("insert into audit_entry (at, actor, action, entity, entity_id) values ('2020-01-01T00:00:00Z', 'x',"
                + " 'thing.do', 'thing', '1')");
        staff().get(ADMIN + "/audit-log?entity=thing&from=2020-01-01T07:00").then().statusCode(200).body("items",
                hasSize(1));
        staff().get(ADMIN + "/audit-log?entity=thing&from=2020-01-01T07:01").then().body("items", hasSize(0));
        staff().get(ADMIN + "/audit-log?from=2020-01-01").then().statusCode(400)
                .body("detail", containsString("2023-11-23T00:00 in the time zone of the site"));
        get(API + "/articles?publishedFrom=2020-01-01T07:00").then().statusCode(400);
    }

    private static void setTimeZone(String zone) {
        patch("site", "*", "{\"timeZone\": \"" + zone + "\"}").then().statusCode(200);
    }
}
