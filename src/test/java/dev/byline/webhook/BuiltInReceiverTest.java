package dev.byline.webhook;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.byline.Eventually;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;

/** Tests the receivers that settings turn on, with a receiver of this machine in their place. */
@QuarkusTest
@TestProfile(BuiltInReceiverTest.On.class)
class BuiltInReceiverTest extends DeliveryTestBase {
    private static final String KEY = "0123456789abcdef";
    private static final String HUB = "https://hub.example/";

    /** The configuration of a service with both receivers. */
    public static class On implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("byline.indexnow-key", KEY, "byline.websub-hub", HUB, "byline.public-url",
                    "https://api.blog.example");
        }
    }

    @Inject
    BuiltInReceivers builtInReceivers;

    @BeforeEach
    void start() {
        builtInReceivers.update(new StartupEvent());
    }

    private void receive(UUID builtIn) throws SQLException {
        execute("update webhook set url = '" + receiver.url() + "', active = (id = '" + builtIn + "')");
    }

    @Test
    void search_engines_hear_of_pages_and_can_check_the_key() throws SQLException {
        receive(BuiltInReceivers.INDEXNOW);
        published("Without a template");
        patch("site", "*", "{\"articleUrl\": \"https://blog.example/{locale}/{slug}\"}").then().statusCode(200);
        var id = published("A tram").getString("id");
        var page = "https://blog.example/en/a-tram";
        Eventually.that(() -> requestsFor(page).size() == 1);
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        Eventually.that(() -> requestsFor(page).size() == 2);
        for (var request : requestsFor(page)) {
            assertEquals("blog.example", request.json().getString("host"));
            assertEquals(KEY, request.json().getString("key"));
            assertEquals("https://blog.example/indexnow.txt", request.json().getString("keyLocation"));
            assertNull(request.request().getHeader("webhook-signature"));
            assertTrue(request.request().getHeader("Content-Type").startsWith("application/json"));
        }
        get("/indexnow.txt").then().statusCode(200).body(equalTo(KEY));
    }

    /** Returns the requests that name a page. A slow test gets one of the other article, too: its delivery is retried. */
    private List<TestReceiver.ReceivedRequest> requestsFor(String page) {
        return receiver.received.stream().filter(request -> request.json().getList("urlList").equals(List.of(page)))
                .toList();
    }

    @Test
    void the_hub_hears_of_feeds_that_name_it() throws SQLException {
        receive(BuiltInReceivers.WEBSUB);
        author("Linh");
        publish(draft(Map.of("title", "A tram", "tags", List.of("Rails"), "authors", List.of("linh"), "body",
                markdown("x"))).getString("id"));
        Eventually.that(() -> receiver.received.size() == 1);
        var form = URLDecoder.decode(receiver.received.get(0).body().toString(), StandardCharsets.UTF_8);
        assertTrue(form.startsWith("hub.mode=publish&hub.url=https://api.blog.example/api/v1/feeds/rss"), form);
        for (var feed : List.of("/feeds/atom", "/feeds/json", "/tags/rails/feeds/rss", "/authors/linh/feeds/atom")) {
            assertTrue(form.contains("hub.url=https://api.blog.example/api/v1" + feed), form);
            get(API + feed).then().statusCode(200).header("Link", equalTo("<" + HUB + ">; rel=\"hub\", "
                    + "<https://api.blog.example/api/v1" + feed + ">; rel=\"self\"")).body(containsString(HUB));
        }
        get(API + "/feeds/json").then().body("hubs[0].type", equalTo("WebSub"));
    }

    @Test
    void staff_see_them_and_change_them_by_settings_only() throws SQLException {
        staff().get(WEBHOOKS).then().statusCode(200).body("items.kind.sort()",
                equalTo(List.of("indexnow", "websub")));
        var path = WEBHOOKS + "/" + BuiltInReceivers.INDEXNOW;
        staff().header("If-Match", "*").delete(path).then().statusCode(409)
                .body("detail", containsString("BYLINE_INDEXNOW_KEY"));
        patch("webhooks/" + BuiltInReceivers.INDEXNOW, "*", "{\"active\": false}").then().statusCode(409);
        staff().get(path).then().statusCode(200).body("url", equalTo("https://api.indexnow.org/indexnow"));
        execute("update webhook set active = false, stopped = 'paused'");
        builtInReceivers.update(new StartupEvent());
        staff().get(path).then().body("active", equalTo(true));
    }

    @Test
    void an_event_that_cannot_be_told_holds_up_no_other() throws SQLException {
        receive(BuiltInReceivers.INDEXNOW);
        var test = sendTest(BuiltInReceivers.INDEXNOW.toString());
        var webhook = webhook(receiver.url(), "article.published").getString("id");
        published("A tram");
        Eventually.that(() -> receiver.received.size() == 1);
        assertEquals("article.published", receiver.received.get(0).json().getString("type"));
        Eventually.that(() -> delivery(BuiltInReceivers.INDEXNOW.toString(), test)
                .getString("attempts[0].problem") != null);
        assertTrue(delivery(BuiltInReceivers.INDEXNOW.toString(), test).getString("attempts[0].problem")
                .contains("URL templates"));
        assertEquals(1, staff().get(WEBHOOKS + "/" + webhook + "/deliveries").jsonPath().getList("items").size());
    }
}
