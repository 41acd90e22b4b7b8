package dev.byline.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SVG pictures: what draws stays, and nothing runs or is fetched. */
class SvgSanitizerTest {
    private static SvgSanitizer.SanitizedSvg sanitize(String body) throws RefusedPictureException {
        return SvgSanitizer.sanitize(("<svg xmlns='http://www.w3.org/2000/svg' "
                + "xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 40 20' width='80'>" + body + "</svg>")
                .getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = { "<script>alert(1)</script>", "<script xlink:href='data:,alert(1)'/>",
            "<rect onload='alert(1)' width='1'/>", "<g onclick='alert(1)'/>", "<a href='javascript:alert(1)'><g/></a>",
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>alert(1)</p></foreignObject>",
            "<image href='https://evil.example/alert.png'/>", "<use href='https://evil.example/x.svg#alert'/>",
            "<use xlink:href='data:image/svg+xml;base64,alert'/>", "<image href='data:image/svg+xml;base64,alert'/>",
            "<rect fill='url(https://evil.example/#alert)'/>", "<rect style='fill:url(//evil.example/alert)'/>",
            "<rect style='f\\69ll:\\75rl(//evil.example/alert)'/>",
            "<style>@import 'https://evil.example/alert';</style>",
            "<style>rect{fill:url(https://evil.example/alert)}</style>",
            "<style><![CDATA[@import url(alert)]]></style>",
            "<animate attributeName='href' values='javascript:alert(1)'/>",
            "<set attributeName='onload' to='alert(1)'/>", "<handler type='text/javascript'>alert(1)</handler>",
            "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>",
            "<iframe src='https://evil.example/alert'/>", "<feImage href='https://evil.example/alert'/>" })
    void nothing_runs_and_nothing_is_fetched(String attack) throws RefusedPictureException {
        var svg = new String(sanitize(attack + "<circle r='1'/>").bytes(), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT);
        assertFalse(svg.contains("alert"), svg);
        assertFalse(svg.contains("evil"), svg);
        assertTrue(svg.contains("<circle r=\"1\">"), svg);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&b;</text></svg>",
            "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>",
            "<svg><circle/></svg>", "<html xmlns='http://www.w3.org/1999/xhtml'/>",
            "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "<svg xmlns='http://www.w3.org/2000/svg'>" })
    void entities_and_other_documents_are_refused(String document) {
        assertThrows(RefusedPictureException.class,
                () -> SvgSanitizer.sanitize(document.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void parts_that_repeat_parts_are_refused_beyond_a_number_of_shapes() throws RefusedPictureException {
        var bomb = new StringBuilder("<defs><g id='g0'><rect width='1' height='1'/></g>");
        for (int level = 1; level <= 12; level++) {
            bomb.append("<g id='g" + level + "'>").append(("<use href='#g" + (level - 1) + "'/>").repeat(10))
                    .append("</g>");
        }
        var svg = bomb.append("</defs><use href='#g12'/>").toString();
        assertThrows(RefusedPictureException.class, () -> sanitize(svg));
        assertThrows(RefusedPictureException.class, () -> sanitize(svg.replace("<use href=", "<path fill=")
                .replaceAll("'(#g\\d+)'/>", "'url($1)'/>")));
        sanitize("<g id='a'><use href='#a'/></g>" + "<use href='#a'/>".repeat(5_000));
    }

    @Test
    void linked_shapes_and_the_safe_rules_of_styles_stay() throws RefusedPictureException {
        var svg = new String(
                sanitize("<a href='https://evil.example/' xlink:href='javascript:alert(1)'><rect class='b'/></a>"
                        + "<style>@import url(//evil.example/x); /* all */ .a{fill:red} .b{fill:url(//evil.example)} "
                        + "@media print{.c{fill:blue}} @font-face{src:url(//evil.example/f)} .d{fill:url(#g)}</style>")
                        .bytes(),
                StandardCharsets.UTF_8);
        assertTrue(svg.contains("<g><rect class=\"b\"></rect></g>"), svg);
        assertTrue(svg.contains("<style>.a{fill:red}") && svg.contains(".d{fill:url(#g)}"), svg);
        assertFalse(
                svg.contains("evil") || svg.contains("alert") || svg.contains("import") || svg.contains("font-face")
                        || svg.contains("blue"),
                svg);
    }

    @Test
    void what_draws_stays() throws RefusedPictureException {
        var svg = sanitize("<defs><linearGradient id='a'><stop offset='0' stop-color='red'/></linearGradient></defs>"
                + "<rect fill='url(#a)' style='opacity:.5' width='4'/><use xlink:href='#a'/><text>A &amp; B &lt; C</text>"
                + "<image href='data:image/png;base64,AAAA'/><style>rect{fill:url(#a)}</style>"
                + "<animate attributeName='x' values='0;1' dur='1s'/>");
        var text = new String(svg.bytes(), StandardCharsets.UTF_8);
        for (var part : new String[]{ "fill=\"url(#a)\"", "style=\"opacity:.5\"", "xlink:href=\"#a\"",
                "A &amp; B &lt; C", "data:image/png", "rect{fill:url(#a)}", "attributeName=\"x\"" }) {
            assertTrue(text.contains(part), text);
        }
        // The result is stable.
        assertEquals(text, new String(SvgSanitizer.sanitize(svg.bytes()).bytes(), StandardCharsets.UTF_8));
        assertEquals(80, svg.width());
        assertEquals(40, svg.height());
    }
}
