package dev.byline.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.testutil.TestResources;
import org.commonmark.testutil.example.Example;
import org.commonmark.testutil.example.ExampleReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that formulas and emphasis beside CJK characters change no example of the CommonMark specification. */
class CommonMarkTest {
    private static final List<MathExtension> EXTENSIONS = List.of(new MathExtension());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    /** Percent-encodes addresses, as the examples do. */
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).percentEncodeUrls(true)
            .build();

    static List<Example> examples() {
        return ExampleReader.readExamples(TestResources.getSpec());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_of_the_specification_is_rendered_as_it_says(Example example) {
        var html = CjkEmphasis.unmark(RENDERER.render(PARSER.parse(CjkEmphasis.mark(example.getSource()))));
        assertEquals(example.getHtml().replace('→', '\t'), html, example.getSource());
    }
}
