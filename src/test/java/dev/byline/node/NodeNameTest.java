package dev.byline.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Tests the names that nodes have with and without a setting. */
class NodeNameTest {
    @Test
    void two_nodes_on_one_machine_have_distinct_names() {
        var first = NodeName.resolve(Optional.empty());
        assertNotEquals(first, NodeName.resolve(Optional.empty()));
        assertEquals(first, NodeName.resolve(Optional.of(first)));
        assertTrue(NodeName.toApplicationName(first).length() < 64, first);
    }

    @Test
    void a_name_is_taken_as_it_is_or_refused() {
        assertEquals("node-1.eu_2", NodeName.resolve(Optional.of("node-1.eu_2")));
        for (var wrong : List.of("", "node 1", "nöde", "a\"b", "n".repeat(64))) {
            var refused = assertThrows(IllegalArgumentException.class, () -> NodeName.resolve(Optional.of(wrong)));
            assertTrue(refused.getMessage().startsWith("BYLINE_NODE is '" + wrong + "'; it must be"));
        }
    }
}
