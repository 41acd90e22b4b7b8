package dev.byline.text;

import java.util.Collection;
import java.util.HashSet;
import java.util.stream.Collectors;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Removes many elements of a document at once. */
final class ElementRemoval {
    private ElementRemoval() {
    }

    /**
     * Removes elements with all that is in them. The time grows with the number of their siblings; jsoup, which removes
     * one element at a time, numbers all siblings again for each of them.
     */
    static void removeAll(Collection<Element> elements) {
        var byParent = elements.stream().filter(Element::hasParent).collect(Collectors.groupingBy(Element::parent));
        byParent.forEach((parent, children) -> {
            var gone = new HashSet<Node>(children);
            var kept = parent.childNodes().stream().filter(child -> !gone.contains(child)).toList();
            parent.empty();
            parent.appendChildren(kept);
        });
    }
}
