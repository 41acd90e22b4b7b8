package dev.byline.comment;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.byline.security.SessionStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;

/** Tests comments and likes of members, and endpoints only for members: cases C07 and A07. */
@QuarkusTest
class MemberCommentsTest extends CommentTestBase {
    @Inject
    SessionStore signIns;

    private String member(String name, boolean verified) throws Exception {
        var id = UUID.randomUUID().toString();
        sql("insert into member (id, name, email, email_norm, created_at, verified_at, version) values ('" + id + "', '"
                + name + "', '" + name + "@example.com', '" + name + "@example.com', now(), "
                + (verified ? "now()" : "null") + ", 1)");
        return id;
    }

    private RequestSpecification as(String member) {
        return given().header("Authorization",
                "Bearer " + signIns.open(SessionStore.SubjectKind.member, UUID.fromString(member)).accessToken());
    }

    private Response postAs(String member, String body) {
        return as(member).contentType(ContentType.JSON).body(Map.of("body", body))
                .post(API + "/articles/" + article + "/comments");
    }

    @Test
    void a07_a_member_approved_once_is_trusted_and_a_guest_with_that_email_is_not() throws Exception {
        setPolicy("first_time");
        var mai = member("mai", true);
        var first = postAs(mai, "First").then().statusCode(202).body("author.name", equalTo("mai"))
                .body("author.verified", equalTo(true)).body("editToken", nullValue())
                .body("$", org.hamcrest.Matchers.not(org.hamcrest.Matchers.hasKey("email"))).extract().jsonPath()
                .getString("id");
        postAs(mai, "Second").then().statusCode(202);
        verb("comments/" + first + "/approve").then().statusCode(200);
        postAs(mai, "Third").then().statusCode(201);
        comment(article, Map.of("body", "Fourth", "author", Map.of("name", "mai", "email", "mai@example.com"))).then()
                .statusCode(202).body("author.verified", equalTo(false));
        var unverified = member("ba", false);
        var id = postAs(unverified, "First").then().statusCode(202).extract().jsonPath().getString("id");
        verb("comments/" + id + "/approve").then().statusCode(200);
        postAs(unverified, "Second").then().statusCode(202);
        as(mai).contentType(ContentType.JSON).body(newComment("As another", "Ba"))
                .post(API + "/articles/" + article + "/comments").then().statusCode(422)
                .body("violations[0].field", equalTo("/author"));
    }

    @Test
    void comments_can_be_limited_to_members() throws Exception {
        patch("articles/" + article, "*", "{\"commentsPolicy\": \"members\"}").then().statusCode(200);
        publish(article);
        comment(article, newComment("Hello", "Mai")).then().statusCode(401).header("WWW-Authenticate",
                containsString("Bearer"));
        postAs(member("mai", true), "Hello").then().statusCode(202);
        assertEquals(1, query("select count(*) from comment"));
    }

    @Test
    void a_member_changes_and_withdraws_without_a_token() throws Exception {
        setPolicy("none");
        var mai = member("mai", true);
        var id = postAs(mai, "Hello").jsonPath().getString("id");
        var path = API + "/comments/" + id;
        as(member("ba", true)).header("If-Match", "1").contentType(ContentType.JSON).body(Map.of("body", "x"))
                .patch(path).then().statusCode(403);
        as(mai).header("If-Match", "1").contentType(ContentType.JSON).body(Map.of("body", "Hello!")).patch(path).then()
                .statusCode(200).body("body", equalTo("Hello!"));
        as(mai).get(path + "/mine").then().statusCode(200);
        as(mai).get(API + "/members/me/comments").then().statusCode(200).body("items.id", equalTo(List.of(id)))
                .body("items[0].version", equalTo(2));
        as(mai).delete(path).then().statusCode(204);
        as(mai).delete(path).then().statusCode(204);
        as(mai).get(API + "/members/me/comments").then().body("items.size()", equalTo(0));
        get(API + "/members/me/comments").then().statusCode(401);
        staff().get(API + "/members/me/comments").then().statusCode(403);
    }

    @Test
    void c07_a_thousand_likes_of_one_are_one_and_of_a_hundred_a_hundred() throws Exception {
        var id = approvedComment(article, "Likeable", null);
        var mai = member("mai", true);
        var token = signIns.open(SessionStore.SubjectKind.member, UUID.fromString(mai)).accessToken();
        var path = API + "/comments/" + id + "/like";
        runConcurrently(1_000, () -> given().header("Authorization", "Bearer " + token).put(path).statusCode());
        assertEquals(1, query("select like_count from comment"));
        var tokens = Collections.synchronizedList(new ArrayList<String>());
        for (int i = 0; i < 99; i++) {
            tokens.add(signIns.open(SessionStore.SubjectKind.member, UUID.fromString(member("m" + i, true)))
                    .accessToken());
        }
        runConcurrently(99,
                () -> given().header("Authorization", "Bearer " + tokens.remove(0)).put(path).then().statusCode(200)
                        .body("liked", equalTo(true)).extract().statusCode());
        assertEquals(100, query("select like_count from comment"));
        get(API + "/comments/" + id).then().statusCode(200);
        given().header("Authorization", "Bearer " + token).get(API + "/members/me/likes?article=talked-about").then()
                .body("commentIds", equalTo(List.of(id)));
        runConcurrently(50, () -> given().header("Authorization", "Bearer " + token).delete(path).then().statusCode(200)
                .body("liked", equalTo(false)).extract().statusCode());
        assertEquals(99, query("select like_count from comment"));
        assertEquals(99, query("select count(*) from comment_like"));
        sql("delete from member where name like 'm1%'");
        assertEquals(query("select count(*) from comment_like"), query("select like_count from comment"));
        var other = approvedComment(article, "Not liked", null);
        changeTracker.markAllChanged();
        assertEquals(List.of(id, other), threads("?sort=-likes").getList("items.id"));
    }

    @Test
    void members_like_only_visible_comments_of_others() throws Exception {
        setPolicy("none");
        var mai = member("mai", true);
        var own = postAs(mai, "Mine").jsonPath().getString("id");
        as(mai).put(API + "/comments/" + own + "/like").then().statusCode(409);
        verb("comments/" + own + "/reject").then().statusCode(200);
        as(member("ba", true)).put(API + "/comments/" + own + "/like").then().statusCode(404);
        given().put(API + "/comments/" + own + "/like").then().statusCode(401);
        as(mai).get(API + "/members/me/likes").then().statusCode(400);
        as(mai).get(API + "/members/me/likes?article=nope").then().statusCode(404);
    }

    @Test
    void erasing_a_member_deletes_likes_and_report_notes() throws Exception {
        setPolicy("none");
        var mai = member("mai", true);
        postAs(mai, "Mine").then().statusCode(201);
        var other = postComment("Another's", "Ba").getString("id");
        as(mai).put(API + "/comments/" + other + "/like").then().body("likeCount", equalTo(1));
        as(mai).contentType(ContentType.JSON).body(Map.of("reason", "abuse", "note", "mai says so"))
                .post(API + "/comments/" + other + "/reports").then().statusCode(202);
        as(mai).get(API + "/members/me/export").then().body("parts.reactions.likes.commentId", equalTo(List.of(other)))
                .body("parts.reactions.reports[0].note", equalTo("mai says so"));
        sending(Map.of("email", "mai@example.com")).post(ADMIN + "/privacy/erase").then().statusCode(200);
        sql("delete from member");
        assertEquals(0, CommentThreadTest.countRowsContaining(this, "mai"));
        assertEquals(0, query("select count(*) from comment_like"));
        assertCount(2);
    }

    @Test
    void removing_a_member_erases_comment_authors_in_the_same_transaction() throws Exception {
        setPolicy("none");
        var mai = member("mai", true);
        var id = postAs(mai, "Mine").jsonPath().getString("id");
        as(mai).delete(API + "/members/me").then().statusCode(204);
        get(API + "/comments/" + id).then().body("author.name", equalTo("Anonymous")).body("body", equalTo("Mine"));
        assertEquals(0, CommentThreadTest.countRowsContaining(this, "mai"));
        assertCount(1);
    }
}
