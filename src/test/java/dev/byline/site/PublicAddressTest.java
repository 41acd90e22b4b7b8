package dev.byline.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class PublicAddressTest {
    @Test
    void it_is_an_address_and_ends_without_a_slash() {
        var address = new PublicAddress(Optional.of("https://api.x.vn/cms/"), null);
        assertEquals("https://api.x.vn/cms", address.of(null));
        assertEquals("https://api.x.vn/cms", address.inMails());
        for (var wrong : List.of("api.x.vn", "ftp://x.vn", "https://", "https://x.vn/?a=b", "https://x.vn/#a")) {
            assertThrows(IllegalStateException.class, () -> new PublicAddress(Optional.of(wrong), null), wrong);
        }
    }
}
