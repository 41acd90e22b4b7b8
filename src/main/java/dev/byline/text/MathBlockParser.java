package dev.byline.text;

import org.commonmark.node.Block;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.AbstractBlockParserFactory;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * Keeps the lines of a formula together, because lines of TeX can look like lists and headings. The lines become a
 * paragraph, and {@link MathInlineParser} finds the formula in it. The block ends with the closing delimiter, or with a
 * blank line, which TeX does not allow in formulas.
 */
final class MathBlockParser extends AbstractBlockParser {
    private static final int CODE_INDENT = 4;
    private final MathExtension.FormulaParagraph block = new MathExtension.FormulaParagraph();
    private final SourceLines lines = new SourceLines();
    private final String closing;

    private MathBlockParser(String closing) {
        this.closing = closing;
    }

    /** Starts a block at a line that opens a formula and does not close it. */
    static final class MathBlockFactory extends AbstractBlockParserFactory {
        @Override
        public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
            var line = state.getLine().getContent();
            int start = state.getNextNonSpaceIndex();
            if (state.getIndent() >= CODE_INDENT || line.length() < start + 2
                    || line.charAt(start) != '$' && line.charAt(start) != '\\') {
                return BlockStart.none();
            }
            var text = line.subSequence(start, line.length()).toString().stripTrailing();
            var closing = text.startsWith("$$") ? "$$" : text.startsWith("\\[") ? "\\]" : null;
            if (closing == null || text.indexOf(closing, 2) >= 0) {
                return BlockStart.none();
            }
            boolean opens = text.length() == 2 || matched.getParagraphLines().isEmpty()
                    && (closing.equals("$$") || MathInlineParser.isTex(text.substring(2)));
            return opens ? BlockStart.of(new MathBlockParser(closing)).atIndex(start) : BlockStart.none();
        }
    }

    @Override
    public Block getBlock() {
        return block;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
        if (state.isBlank()) {
            return BlockContinue.none();
        }
        var line = state.getLine();
        var rest = line.substring(state.getIndex(), line.getContent().length());
        if (rest.getContent().toString().contains(closing)) {
            lines.addLine(rest);
            return BlockContinue.finished();
        }
        return BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
        lines.addLine(line);
    }

    @Override
    public void parseInlines(InlineParser inlineParser) {
        inlineParser.parse(lines, block);
    }
}
