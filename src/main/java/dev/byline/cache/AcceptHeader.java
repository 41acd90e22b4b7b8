package dev.byline.cache;

/** Parses {@code Accept} and {@code Accept-Encoding} (RFC 9110 §12.5). */
final class AcceptHeader {
    private AcceptHeader() {
    }

    /** Returns the weight that a header gives to a coding, 0 to 1; 0 if the header does not name the coding. */
    static double quality(String header, String coding) {
        for (var part : header.split(",")) {
            var pieces = part.split(";");
            if (pieces[0].strip().equalsIgnoreCase(coding)) {
                return weight(pieces);
            }
        }
        return 0;
    }

    /**
     * Returns whether an {@code Accept} header allows a media type by its full name, by its main type or by a complete
     * wildcard; the most specific match decides.
     */
    static boolean accepts(String accept, String mediaType) {
        if (accept == null || accept.equals("*/*") || accept.equals(mediaType)) {
            return true;
        }
        int highestSpecificity = -1;
        boolean accepted = false;
        for (var part : accept.split(",")) {
            var pieces = part.split(";");
            var range = pieces[0].strip();
            int specificity = range.equalsIgnoreCase(mediaType)
                    ? 2
                    : range.equalsIgnoreCase(mediaType.substring(0, mediaType.indexOf('/')) + "/*")
                            ? 1
                            : range.equals("*/*") ? 0 : -1;
            if (specificity > highestSpecificity) {
                highestSpecificity = specificity;
                accepted = weight(pieces) > 0;
            }
        }
        return accepted;
    }

    private static double weight(String[] pieces) {
        for (int i = 1; i < pieces.length; i++) {
            var parameter = pieces[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    return Double.parseDouble(parameter.substring(2).strip());
                } catch (NumberFormatException unreadable) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
