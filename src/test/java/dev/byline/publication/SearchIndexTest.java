package dev.byline.publication;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.byline.ServiceTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

/** Checks what happens to search documents that this version of the service did not write. */
@QuarkusTest
class SearchIndexTest extends ServiceTest {
    private static final String AS_WRITTEN_BEFORE = "document = to_tsvector('simple', 'text of frontend/backend')";
    @Inject
    SearchIndex searchIndex;

    @Test
    void missing_documents_and_those_of_an_older_version_are_written_in_the_background() throws SQLException {
        published("frontend/backend");
        execute("update search_document set version = 1, " + AS_WRITTEN_BEFORE);
        indexAndSearch(1, "backend");
        execute("delete from search_document");
        indexAndSearch(0, "backend");
    }

    /** An older node writes neither the version nor the change, and publishing changes the time of the copy. */
    @Test
    void a_document_that_an_older_node_writes_during_an_upgrade_is_written_again() throws SQLException {
        published("frontend/backend");
        execute("update publication set updated_at = updated_at + interval '1 second'");
        execute("update search_document set " + AS_WRITTEN_BEFORE);
        indexAndSearch(1, "backend");
    }

    @Test
    void a_current_document_is_left_alone() throws SQLException {
        published("Steady");
        var before = query("select cast(cast(xmin as text) as bigint) from search_document");
        searchIndex.indexOutdated();
        assertEquals(before, query("select cast(cast(xmin as text) as bigint) from search_document"));
    }

    private void indexAndSearch(int foundAsWhole, String q) {
        changeTracker.markAllChanged();
        get(API + "/search?q=" + q).then().body("items", hasSize(0));
        get(API + "/search?q=text").then().body("items", hasSize(foundAsWhole));
        searchIndex.indexOutdated();
        changeTracker.markAllChanged();
        get(API + "/search?q=" + q).then().body("items.title", equalTo(List.of("frontend/backend")));
    }
}
