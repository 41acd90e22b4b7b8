package dev.byline.subscription;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

import dev.byline.HostileInputs;
import dev.byline.mail.MailTestBase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import nu.validator.htmlparser.common.XmlViolationPolicy;
import nu.validator.htmlparser.dom.HtmlDocumentBuilder;

/** Announcements of articles: each subscriber gets one mail, only about the topics of the subscription. */
@QuarkusTest
class AnnouncementTest extends MailTestBase {
    @Inject
    ArticleAnnouncements articleAnnouncements;

    private void importSubscriber(String email, Map<String, ?> topics) {
        var one = new java.util.HashMap<String, Object>(topics);
        one.put("email", email);
        one.put("consent", Map.of("at", "2024-05-01T00:00:00Z", "source", "test"));
        sending(Map.of("subscribers", List.of(one))).post(ADMIN + "/subscribers/import").then().statusCode(200)
                .body("items[0].outcome", equalTo("confirmed"));
    }

    private long countMails(String email) {
        return mails(email).size();
    }

    @Test
    void each_gets_what_was_asked_for_once() throws Exception {
        category("Top");
        sending(Map.of("name", "Leaf", "parent", "top")).post(ADMIN + "/categories").then().statusCode(201);
        category("Other");
        author("Linh");
        patch("site", "*", "{\"articleUrl\": \"https://blog.example/{locale}/{slug}\", \"title\": \"Tin tức\"}");
        importSubscriber("all@example.com", Map.of());
        importSubscriber("top@example.com", Map.of("categories", List.of("top"), "locale", "vi"));
        importSubscriber("both@example.com", Map.of("categories", List.of("top", "leaf"), "authors", List.of("linh")));
        importSubscriber("other@example.com", Map.of("categories", List.of("other")));
        given().contentType(ContentType.JSON).body(Map.of("email", "pending@example.com"))
                .post(API + "/subscriptions").then().statusCode(202);
        assertEquals(1, countMails("pending@example.com"), "its confirmation");
        var id = draft(Map.of("title", "Một bài <mới>", "categories", List.of("leaf"), "authors", List.of("linh"),
                "body", markdown("Text with *emphasis*."))).getString("id");
        publish(id);
        for (var email : List.of("all@example.com", "top@example.com", "both@example.com")) {
            assertEquals(1, countMails(email), email);
        }
        assertEquals(0, countMails("other@example.com"));
        assertEquals(1, countMails("pending@example.com"));
        var mail = mails("top@example.com").get(0);
        assertEquals("Một bài <mới>", mail.getString("subject"));
        assertTrue(mail.getString("text").contains("https://blog.example/en/"), mail.getString("text"));
        assertTrue(mail.getString("text").contains("Hủy đăng ký"));
        assertTrue(mail.getString("html").contains("Một bài &lt;mới&gt;"), mail.getString("html"));
        assertEquals("List-Unsubscribe=One-Click", mail.getString("headers.List-Unsubscribe-Post"));
        var header = mail.getString("headers.List-Unsubscribe");
        assertTrue(header.matches("<http://[^<>]+/api/v1/subscriptions/unsubscribe\\?token=[A-Za-z0-9_-]{43}>"),
                header);
        staff().get(ADMIN + "/articles/" + id + "/announcement").then().statusCode(200)
                .body("state", equalTo("sent")).body("mails", equalTo(3));

        // Neither changing nor publishing again is news.
        patch("articles/" + id, "*", "{\"title\": \"Changed\"}").then().statusCode(200);
        publish(id);
        verb("articles/" + id + "/unpublish").then().statusCode(200);
        publish(id);
        articleAnnouncements.announceNextBatch();
        assertEquals(1, countMails("all@example.com"));
        assertEquals(1, countMails("both@example.com"));
    }

    @Test
    void many_are_told_in_batches_by_several_nodes_and_nobody_twice() throws Exception {
        execute("""
                insert into subscriber (id, email, email_norm, locale, state, created_at, changed_at)
                select md5('s' || i)::uuid, 's' || i || '@example.com', 's' || i || '@example.com', 'en', 'confirmed', now(), now()
                from generate_series(1, 700) i""");
        execute("""
                insert into subscription (subscriber_id, topic, confirmed_at)
                select id, '00000000-0000-0000-0000-000000000000', now() from subscriber""");
        published("Many");
        runConcurrently(4, () -> {
            while (articleAnnouncements.announceNextBatch()) {
                // until there is no more
            }
            return null;
        });
        awaitMailsSent();
        assertEquals(700, query("select count(*) from mailbox_message"));
        assertEquals(700, query("select count(distinct recipient) from mailbox_message"));
        assertEquals(700, query("select mails from announcement"));
    }

    @Test
    void whoever_unsubscribes_meanwhile_gets_no_more() throws Exception {
        importSubscriber("mai@example.com", Map.of());
        published("First");
        var token = token("mai@example.com", "unsubscribe");
        // A mail that waits, for instance because the mail server is slow.
        execute("""
                insert into outbox (id, message_key, bulk, mail, created_at, due_at)
                select gen_random_uuid(), 'subscriber:' || id || ':article:x', true, '{}', now(), now() + interval '1 hour'
                from subscriber""");
        given().contentType("application/x-www-form-urlencoded; charset=UTF-8").body("List-Unsubscribe=One-Click")
                .post(API + "/subscriptions/unsubscribe?token=" + token).then().statusCode(200);
        assertEquals(0, query("select count(*) from outbox where state = 'waiting'"));
        published("Second");
        assertEquals(1, countMails("mai@example.com"));
    }

    /** Case X02: by a parser that is not the one in the service. */
    @Test
    void nothing_that_is_typed_is_active_in_a_mail() throws Exception {
        importSubscriber("mai@example.com", Map.of());
        published("Harmless");
        var elements = elements(mails("mai@example.com").get(0).getString("html"));
        var all = new ArrayList<>(HostileInputs.TEXTS);
        all.add("{inject:x} {#for i in 3}{i}{/for}");
        for (var text : all) {
            var id = draft(Map.of("title", text.replace("\n", " "), "excerpt", text.replace("\n", " "), "categories",
                    List.of("news"), "body", markdown("Text: " + text))).getString("id");
            publish(id);
        }
        var mails = mails("mai@example.com");
        assertEquals(all.size() + 1, mails.size());
        for (var mail : mails) {
            assertEquals(elements, elements(mail.getString("html")), mail.getString("html"));
        }
    }

    /** All elements with the names of their attributes, in their order. */
    private static List<String> elements(String html) throws Exception {
        var found = new HtmlDocumentBuilder(XmlViolationPolicy.ALLOW).parse(new InputSource(new StringReader(html)))
                .getElementsByTagName("*");
        var names = new ArrayList<String>();
        for (int i = 0; i < found.getLength(); i++) {
            var name = new StringBuilder(found.item(i).getNodeName());
            for (int j = 0; j < found.item(i).getAttributes().getLength(); j++) {
                name.append(' ').append(found.item(i).getAttributes().item(j).getNodeName());
            }
            names.add(name.toString());
        }
        return names;
    }

    @Test
    void imports_and_what_editors_mute_are_no_news() throws Exception {
        importSubscriber("mai@example.com", Map.of());
        category("News");
        publish(draft(Map.of("title", "Old", "categories", List.of("news"), "body", markdown("x"), "publishedAt",
                "2020-01-01T00:00:00Z")).getString("id"));
        var muted = draft("Muted").getString("id");
        verb("articles/" + muted + "/announcement/mute").then().statusCode(200).body("state", equalTo("muted"));
        publish(muted);
        var unmuted = draft("Unmuted").getString("id");
        verb("articles/" + unmuted + "/announcement/mute").then().statusCode(200);
        verb("articles/" + unmuted + "/announcement/unmute").then().statusCode(200).body("state", equalTo("none"));
        assertEquals(0, countMails("mai@example.com"));
        publish(unmuted);
        assertEquals(1, countMails("mai@example.com"));
        verb("articles/nothing/announcement/mute").then().statusCode(404);
    }

    @Test
    void a_publication_that_is_rolled_back_tells_nobody_and_a_translation_only_who_was_not_told() throws Exception {
        importSubscriber("mai@example.com", Map.of());
        var incomplete = draft(Map.of("title", "No body")).getString("id");
        verb("articles/" + incomplete + "/publish").then().statusCode(422);
        assertEquals(0, query("select count(*) from announcement"));
        patch("site", "*", "{\"locales\": [\"en\", \"vi\"]}").then().statusCode(200);
        var original = published("Original").getString("id");
        assertEquals(1, countMails("mai@example.com"));
        var translation = sending(Map.of("locale", "vi")).post(ADMIN + "/articles/" + original + "/translations")
                .then().statusCode(201).extract().jsonPath().getString("id");
        publish(translation);
        assertEquals(1, countMails("mai@example.com"));
    }

    @Test
    void subscriptions_follow_a_category_that_is_merged() throws Exception {
        category("Here");
        category("There");
        importSubscriber("here@example.com", Map.of("categories", List.of("here")));
        importSubscriber("both@example.com", Map.of("categories", List.of("here", "there")));
        sending(Map.of("into", "there")).header("If-Match", "*").post(ADMIN + "/categories/here/merge").then()
                .statusCode(200);
        publish(draft(Map.of("title", "Merged", "categories", List.of("there"), "body", markdown("x")))
                .getString("id"));
        assertEquals(1, countMails("here@example.com"));
        assertEquals(1, countMails("both@example.com"));
        // A category with nothing but subscribers goes with their subscriptions.
        category("Empty");
        importSubscriber("empty@example.com", Map.of("categories", List.of("empty")));
        staff().header("If-Match", "*").delete(ADMIN + "/categories/empty").then().statusCode(204);
        assertEquals(1, query("select count(*) from subscriber where email = 'empty@example.com'"));
    }

    @Test
    void subscriptions_follow_an_author_who_is_merged() throws Exception {
        author("Here");
        author("There");
        importSubscriber("here@example.com", Map.of("authors", List.of("here")));
        importSubscriber("both@example.com", Map.of("authors", List.of("here", "there")));
        sending(Map.of("into", "there")).header("If-Match", "*").post(ADMIN + "/authors/here/merge").then()
                .statusCode(200);
        publish(draft(Map.of("title", "Merged", "authors", List.of("there"), "body", markdown("x"))).getString("id"));
        assertEquals(1, countMails("here@example.com"));
        assertEquals(1, countMails("both@example.com"));
    }
}
