package dev.byline.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;

/**
 * Creates the video players (YouTube, Vimeo) that an article body may embed. A video URL is recognized by its exact
 * host and the format of the video id. The URL of the player is built here from the id and the start time only, so no
 * other part of the given URL gets into the page. Every other URL stays a link.
 */
final class VideoEmbeds {
    /** The URLs of players that this class creates. */
    static final Pattern PLAYER_URL = Pattern.compile("https://www\\.youtube-nocookie\\.com/embed/[A-Za-z0-9_-]{11}"
            + "(\\?start=[0-9]{1,6})?|https://player\\.vimeo\\.com/video/[0-9]{1,12}");

    private static final Set<String> YOUTUBE_HOSTS = Set.of("youtube.com", "www.youtube.com", "m.youtube.com",
            "youtube-nocookie.com", "www.youtube-nocookie.com");
    private static final Pattern YOUTUBE_PATH = Pattern.compile("/(?:embed|shorts|live|v)/([A-Za-z0-9_-]{11})/?");
    private static final Pattern YOUTUBE_QUERY = Pattern.compile("(?:.*&)?v=([A-Za-z0-9_-]{11})(?:&.*)?");
    private static final Pattern YOUTU_BE_PATH = Pattern.compile("/([A-Za-z0-9_-]{11})/?");
    private static final Pattern VIMEO_PATH = Pattern.compile("/(?:video/)?([0-9]{1,12})/?");
    private static final Pattern START_PARAMETER = Pattern.compile("(?:.*&)?(?:start|t)=([0-9]{1,6})s?(?:&.*)?");
    private static final Pattern SIZE_PATTERN = Pattern.compile("[0-9]{1,4}");

    private VideoEmbeds() {
    }

    /** Finds the player URL of a video URL; empty if the URL is not a video of a known host. */
    static Optional<String> findPlayerUrl(String address) {
        URI uri;
        try {
            uri = new URI(address.startsWith("//") ? "https:" + address : address.strip());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        var host = uri.getHost();
        if (host == null || uri.getUserInfo() != null || uri.getPort() != -1 || uri.getPath() == null
                || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            return Optional.empty();
        }
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        if (YOUTUBE_HOSTS.contains(host)) {
            return (uri.getPath().equals("/watch")
                    ? firstGroup(YOUTUBE_QUERY, query)
                    : firstGroup(YOUTUBE_PATH, uri.getPath()))
                    .map(id -> youtubePlayerUrl(id, query));
        }
        if (host.equals("youtu.be")) {
            return firstGroup(YOUTU_BE_PATH, uri.getPath()).map(id -> youtubePlayerUrl(id, query));
        }
        if (host.equals("vimeo.com") || host.equals("www.vimeo.com") || host.equals("player.vimeo.com")) {
            return firstGroup(VIMEO_PATH, uri.getPath()).map(id -> "https://player.vimeo.com/video/" + id);
        }
        return Optional.empty();
    }

    /** Creates the frame of a player, with the size and the title of the original element if it has them. */
    static Element createFrame(String player, Element original) {
        var frame = new Element("iframe").attr("src", player)
                .attr("width", sizeOrDefault(original, "width", "560"))
                .attr("height", sizeOrDefault(original, "height", "315"))
                .attr("loading", "lazy").attr("referrerpolicy", "strict-origin-when-cross-origin")
                .attr("allowfullscreen", "allowfullscreen");
        var title = original.attr("title");
        return frame.attr("title", title.isBlank() ? "Video" : title);
    }

    private static String sizeOrDefault(Element original, String attribute, String defaultSize) {
        return SIZE_PATTERN.matcher(original.attr(attribute)).matches() ? original.attr(attribute) : defaultSize;
    }

    private static String youtubePlayerUrl(String id, String query) {
        return "https://www.youtube-nocookie.com/embed/" + id
                + firstGroup(START_PARAMETER, query).map(seconds -> "?start=" + seconds).orElse("");
    }

    private static Optional<String> firstGroup(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
