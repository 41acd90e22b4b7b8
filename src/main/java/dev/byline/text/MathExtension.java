package dev.byline.text;

import java.util.Map;
import java.util.Set;

import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Formulas in Markdown: {@code $…$}, {@code $$…$$}, {@code \(…\)} and {@code \[…\]}. Their TeX is left alone, and
 * becomes a {@code span} with the class {@code math} and the delimiters that KaTeX and MathJax look for.
 */
final class MathExtension implements Parser.ParserExtension, HtmlRenderer.HtmlRendererExtension {
    static final String INLINE_CLASS = "math inline";
    static final String DISPLAY_CLASS = "math display";

    /** A formula; {@code display} if it stands in a line of its own. */
    static final class Formula extends CustomNode {
        private final String tex;
        private final boolean display;

        Formula(String tex, boolean display) {
            this.tex = tex;
            this.display = display;
        }
    }

    /** A paragraph that begins with a formula. Its lines cannot begin other blocks, unlike those of a paragraph. */
    static final class FormulaParagraph extends CustomBlock {
    }

    @Override
    public void extend(Parser.Builder builder) {
        builder.customInlineContentParserFactory(new MathInlineParser.MathInlineFactory())
                .customBlockParserFactory(new MathBlockParser.MathBlockFactory());
    }

    @Override
    public void extend(HtmlRenderer.Builder builder) {
        builder.nodeRendererFactory(FormulaRenderer::new);
    }

    private record FormulaRenderer(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Formula.class, FormulaParagraph.class);
        }

        @Override
        public void render(Node node) {
            if (node instanceof Formula formula) {
                render(formula);
                return;
            }
            var html = context.getWriter();
            html.line();
            html.tag("p");
            for (var child = node.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
            html.tag("/p");
            html.line();
        }

        private void render(Formula formula) {
            // The sanitizer puts a comment between two braces, against template engines. TeX ignores the space.
            var tex = formula.tex.replaceAll("\\{(?=\\{)", "{ ");
            var html = context.getWriter();
            html.tag("span", Map.of("class", formula.display ? DISPLAY_CLASS : INLINE_CLASS));
            html.text(formula.display ? "\\[" + tex + "\\]" : "\\(" + tex + "\\)");
            html.tag("/span");
        }
    }
}
