package dev.byline.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class PublicUrlTest {
    @Test
    void it_is_an_address_and_ends_without_a_slash() {
        var address = new PublicUrl(Optional.of("https://api.x.vn/cms/"), null);
        assertEquals("https://api.x.vn/cms", address.ofRequest(null));
        assertEquals("https://api.x.vn/cms", address.base());
        for (var wrong : List.of("api.x.vn", "ftp://x.vn", "https://", "https://x.vn/?a=b", "https://x.vn/#a")) {
            assertThrows(IllegalStateException.class, () -> new PublicUrl(Optional.of(wrong), null), wrong);
        }
    }
}
