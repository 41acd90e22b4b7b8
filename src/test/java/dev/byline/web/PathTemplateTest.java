package dev.byline.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @ParameterizedTest
    @CsvSource({ "/a/{b}, /a/x, true", "/a/{b}, /a/x/, true", "/a/{b}, /a/, false", "/a/{b}, /a, false",
            "/a/{b}, /a/x/y, false", "/a/{b}, /a/x//, false", "/a/{b}/c, /a/views-c/c, true",
            "/a/{b}/c, /a/x/cc, false",
            "/s-{n}.xml, /s-1.xml, true", "/s-{n}.xml, /s-.xml, false", "/s-{n}.xml, /s-1.txt, false", "/a, /a, true",
            "/a, /ab, false", "/a, '', false", "/{b}, /, false" })
    void matches_whole_segments(String template, String path, boolean expected) {
        assertEquals(expected, PathTemplate.of(template).matches(path));
    }
}
