package dev.byline.image;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Writes an SVG picture anew from the elements and attributes that draw: scripts, event handlers, the targets of links, HTML, other
 * namespaces and everything that would be fetched from elsewhere are left out. Entities are refused.
 */
final class SvgSanitizer {
    /** A harmless picture and its size. */
    record SanitizedSvg(byte[] bytes, int width, int height) {}

    private static final int MAX_BYTES = 5 * 1024 * 1024;
    private static final int MAX_DEPTH = 200;
    private static final int DEFAULT_WIDTH = 300;
    private static final int DEFAULT_HEIGHT = 150;
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final String LINK = "a";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final Set<String> ELEMENTS = words("svg g defs symbol use path rect circle ellipse line polyline "
            + "polygon text tspan textPath title desc linearGradient radialGradient stop pattern clipPath mask marker "
            + "image switch style filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
            + "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG "
            + "feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting "
            + "feSpotLight feTile feTurbulence animate animateTransform animateMotion mpath");
    private static final Set<String> ATTRIBUTES = words("id class style viewBox width height x y x1 x2 y1 y2 cx cy r "
            + "rx ry fx fy fr d points transform version preserveAspectRatio fill fill-opacity fill-rule stroke "
            + "stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset "
            + "stroke-opacity opacity color display visibility overflow clip clip-path clip-rule mask filter marker "
            + "marker-start marker-mid marker-end markerWidth markerHeight markerUnits orient refX refY "
            + "gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity patternUnits "
            + "patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits mask-type font-family "
            + "font-size font-style font-weight font-stretch font-variant letter-spacing word-spacing text-anchor "
            + "text-decoration text-rendering dominant-baseline alignment-baseline baseline-shift dx dy rotate "
            + "textLength lengthAdjust startOffset method spacing side writing-mode direction unicode-bidi "
            + "shape-rendering image-rendering color-interpolation color-interpolation-filters paint-order "
            + "vector-effect pointer-events role aria-label aria-labelledby aria-hidden lang in in2 result mode type "
            + "values operator k1 k2 k3 k4 stdDeviation edgeMode order kernelMatrix divisor bias targetX targetY "
            + "preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale "
            + "xChannelSelector yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle "
            + "flood-color flood-opacity lighting-color slope intercept amplitude exponent tableValues radius "
            + "baseFrequency numOctaves seed stitchTiles filterUnits primitiveUnits mix-blend-mode isolation "
            + "attributeName begin dur end from to by repeatCount repeatDur calcMode keyTimes keySplines keyPoints "
            + "path additive accumulate restart systemLanguage");
    /** Text of styles that fetches, runs or hides something; a backslash could hide any of these words. */
    private static final Pattern UNSAFE_STYLE = Pattern
            .compile("\\\\|@|/\\*|<|expression|javascript:|url\\(\\s*(?!['\"]?#)|image\\(|image-set|src\\(");
    private static final Pattern STYLE_COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern EMBEDDED_PICTURE = Pattern
            .compile("data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\\s]+");
    private static final Pattern LENGTH = Pattern.compile("\\s*([0-9]*\\.?[0-9]+)(?:px)?\\s*");

    private final StringBuilder out = new StringBuilder();
    private final SvgShapes shapes = new SvgShapes();
    private int depth;
    private int width;
    private int height;

    private SvgSanitizer() {
    }

    /** Returns the harmless parts of a picture. */
    static SanitizedSvg sanitize(byte[] file) throws RefusedPictureException {
        if (file.length > MAX_BYTES) {
            throw new RefusedPictureException("is an SVG of more than " + MAX_BYTES / 1024 / 1024 + " MiB");
        }
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return new SvgSanitizer().read(factory.createXMLStreamReader(new ByteArrayInputStream(file)));
        } catch (XMLStreamException | RuntimeException e) {
            throw new RefusedPictureException("is no well-formed XML, or declares entities");
        }
    }

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.split(" ")));
    }

    private SanitizedSvg read(XMLStreamReader xml) throws XMLStreamException, RefusedPictureException {
        boolean style = false;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (!isDrawn(xml)) {
                        skip(xml);
                    } else {
                        style = xml.getLocalName().equals("style");
                        start(xml);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    style = false;
                    depth--;
                    shapes.close();
                    out.append("</").append(written(xml)).append('>');
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (depth > 0) {
                        escape(style ? safeRules(xml.getText()) : xml.getText());
                    }
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new RefusedPictureException("uses entities");
                default -> {
                }
            }
        }
        shapes.requireFew();
        if (out.length() == 0) {
            throw new RefusedPictureException("has no svg element");
        }
        return new SanitizedSvg(out.toString().getBytes(StandardCharsets.UTF_8), width, height);
    }

    private boolean isDrawn(XMLStreamReader xml) throws RefusedPictureException {
        var name = xml.getLocalName();
        if (depth == 0 && (!name.equals("svg") || !SVG.equals(xml.getNamespaceURI()))) {
            throw new RefusedPictureException("has no svg element of the namespace " + SVG);
        }
        if (!SVG.equals(xml.getNamespaceURI()) || !ELEMENTS.contains(name) && !name.equals(LINK)) {
            return false;
        }
        if (depth >= MAX_DEPTH) {
            throw new RefusedPictureException("is nested deeper than " + MAX_DEPTH + " elements");
        }
        // An animation could give an attribute the value that is refused here.
        var animated = xml.getAttributeValue(null, "attributeName");
        return !name.startsWith("animate") || name.equals("animateMotion")
                || animated != null && ATTRIBUTES.contains(animated) && !animated.equals("style");
    }

    private static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int open = 1; open > 0;) {
            int event = xml.next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private void start(XMLStreamReader xml) {
        var name = xml.getLocalName();
        out.append('<').append(written(xml));
        if (depth == 0) {
            out.append(" xmlns=\"" + SVG + "\" xmlns:xlink=\"" + XLINK + "\"");
            readSize(xml);
        }
        depth++;
        shapes.open(xml.getAttributeValue(null, "id"));
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            var namespace = xml.getAttributeNamespace(i);
            var attribute = xml.getAttributeLocalName(i);
            var value = xml.getAttributeValue(i);
            boolean own = namespace == null || namespace.isEmpty();
            if (attribute.equals("href") && (own || XLINK.equals(namespace))) {
                if (!name.equals(LINK) && value.startsWith("#")
                        || name.equals("image") && EMBEDDED_PICTURE.matcher(value).matches()) {
                    write(own ? "href" : "xlink:href", value);
                }
            } else if (own && ATTRIBUTES.contains(attribute) && isSafeStyle(value)) {
                write(attribute, value);
            }
        }
        out.append('>');
    }

    private void readSize(XMLStreamReader xml) {
        double[] size = { length(xml.getAttributeValue(null, "width")),
                length(xml.getAttributeValue(null, "height")) };
        var viewBox = xml.getAttributeValue(null, "viewBox");
        var box = viewBox == null ? new String[0] : viewBox.trim().split("[\\s,]+");
        double boxWidth = box.length == 4 ? length(box[2]) : 0;
        double boxHeight = box.length == 4 ? length(box[3]) : 0;
        if (size[0] <= 0 && size[1] <= 0) {
            size = new double[]{ boxWidth > 0 ? boxWidth : DEFAULT_WIDTH, boxHeight > 0 ? boxHeight : DEFAULT_HEIGHT };
        } else if (boxWidth > 0 && boxHeight > 0) {
            // A missing side follows from the proportions of the box.
            size[0] = size[0] > 0 ? size[0] : size[1] * boxWidth / boxHeight;
            size[1] = size[1] > 0 ? size[1] : size[0] * boxHeight / boxWidth;
        }
        width = (int) Math.max(1, Math.min(100_000, Math.round(size[0] > 0 ? size[0] : DEFAULT_WIDTH)));
        height = (int) Math.max(1, Math.min(100_000, Math.round(size[1] > 0 ? size[1] : DEFAULT_HEIGHT)));
    }

    private static double length(String value) {
        var matcher = value == null ? null : LENGTH.matcher(value);
        return matcher != null && matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    /** Returns the name under which an element is written: the content of a link stays, as a group. */
    private static String written(XMLStreamReader xml) {
        return xml.getLocalName().equals(LINK) ? "g" : xml.getLocalName();
    }

    /** Returns the rules of a style sheet that fetch and run nothing; rules that begin with {@code @} are left out. */
    private static String safeRules(String styleSheet) {
        var css = STYLE_COMMENT.matcher(styleSheet).replaceAll(" ");
        var safe = new StringJoiner(" ");
        int start = 0;
        int open = 0;
        for (int i = 0; i < css.length(); i++) {
            char c = css.charAt(i);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open <= 0 && (c == '}' || c == ';')) {
                var rule = css.substring(start, i + 1).strip();
                if (c == '}' && open == 0 && isSafeStyle(rule)) {
                    safe.add(rule);
                }
                start = i + 1;
                open = 0;
            }
        }
        return safe.toString();
    }

    private static boolean isSafeStyle(String value) {
        return !UNSAFE_STYLE.matcher(value.toLowerCase(Locale.ROOT)).find();
    }

    private void write(String attribute, String value) {
        shapes.noteReferences(value);
        out.append(' ').append(attribute).append("=\"");
        escape(value);
        out.append('"');
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
