package dev.byline.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The candidates of a {@code srcset} attribute, parsed by the rules of HTML: a URL ends at white space, so it may
 * contain commas, and a comma that ends a URL ends the candidate.
 */
record SrcSet(List<Candidate> candidates) {
    private static final Pattern DESCRIPTOR = Pattern.compile("(?:[0-9]{1,6}[wh]|[0-9]{1,4}(?:\\.[0-9]{1,4})?x)?");

    /** A picture and its descriptor, such as {@code 640w} or {@code 2x}; the descriptor may be empty. */
    record Candidate(String url, String descriptor) {}

    /** Parses an attribute; leaves out candidates with an invalid descriptor, and those that are not on the web. */
    static SrcSet parse(String attribute) {
        var candidates = new ArrayList<Candidate>();
        int at = 0;
        while (at < attribute.length()) {
            if (isSeparator(attribute.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end < attribute.length() && !Character.isWhitespace(attribute.charAt(end))) {
                end++;
            }
            int comma = end;
            while (attribute.charAt(comma - 1) == ',') {
                comma--;
            }
            var url = attribute.substring(at, comma);
            var descriptor = "";
            if (comma == end) {
                at = attribute.indexOf(',', end);
                at = at < 0 ? attribute.length() : at;
                descriptor = attribute.substring(end, at).strip();
            } else {
                at = end;
            }
            if (MediaElements.isWebAddress(url) && DESCRIPTOR.matcher(descriptor).matches()) {
                candidates.add(new Candidate(url, descriptor));
            }
        }
        return new SrcSet(candidates);
    }

    private static boolean isSeparator(char c) {
        return c == ',' || Character.isWhitespace(c);
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** Returns the set with each URL replaced. */
    SrcSet map(UnaryOperator<String> change) {
        return new SrcSet(candidates.stream().map(c -> new Candidate(change.apply(c.url), c.descriptor)).toList());
    }

    /** Returns the value of the attribute. */
    @Override
    public String toString() {
        return candidates.stream().map(c -> (c.url + " " + c.descriptor).strip()).collect(Collectors.joining(", "));
    }
}
