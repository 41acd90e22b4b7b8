package dev.byline.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jsoup.nodes.Element;

/**
 * Creates the video players (YouTube, Vimeo) that an article body may embed. A video URL is recognized by its exact
 * host and the format of the video id. The URL of the player is built here from the parts that have the expected
 * format: ids, the list or channel, start and end, and the hash of an unlisted video. No other part of the given URL
 * gets into the page. Every other URL stays a link.
 */
final class VideoEmbeds {
    private static final String YOUTUBE_ID = "[A-Za-z0-9_-]{11}";
    private static final String LIST = "[A-Za-z0-9_-]{2,64}";
    private static final String CHANNEL = "UC[A-Za-z0-9_-]{22}";
    private static final String VIMEO_HASH = "[0-9a-f]{6,40}";
    private static final String YOUTUBE_PLAYER = "https://www.youtube-nocookie.com/embed/";
    private static final String VIMEO_PLAYER = "https://player.vimeo.com/video/";
    private static final String YOUTUBE_PARAMETER = "(list=" + LIST + "|channel=" + CHANNEL
            + "|(start|end)=[0-9]{1,6})";
    /** The URLs of players that this class creates. */
    static final Pattern PLAYER_URL = Pattern.compile(Pattern.quote(YOUTUBE_PLAYER) + YOUTUBE_ID + "(\\?"
            + YOUTUBE_PARAMETER + "(&" + YOUTUBE_PARAMETER + "){0,3})?|" + Pattern.quote(VIMEO_PLAYER)
            + "[0-9]{1,12}(\\?h=" + VIMEO_HASH + ")?(#t=[0-9]{1,6}s)?");

    private static final Set<String> YOUTUBE_HOSTS = Set.of("youtube.com", "www.youtube.com", "m.youtube.com",
            "youtube-nocookie.com", "www.youtube-nocookie.com");
    /** The ids that stand for a playlist and for the live stream of a channel have the format of a video id. */
    private static final Pattern YOUTUBE_PATH = Pattern.compile("/(?:embed|shorts|live|v)/(" + YOUTUBE_ID + ")/?");
    private static final Pattern YOUTU_BE_PATH = Pattern.compile("/(" + YOUTUBE_ID + ")/?");
    private static final String PLAYLIST_ID = "videoseries";
    private static final String LIVE_STREAM_ID = "live_stream";
    private static final Pattern VIMEO_PATH = Pattern
            .compile("/(?:video/|channels/[A-Za-z0-9_-]+/|groups/[A-Za-z0-9_-]+/videos/)?([0-9]{1,12})(?:/("
                    + VIMEO_HASH + "))?/?");
    private static final Pattern TIME = Pattern.compile("(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?");
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
        var query = Objects.requireNonNullElse(uri.getRawQuery(), "");
        if (YOUTUBE_HOSTS.contains(host)) {
            return switch (uri.getPath()) {
                case "/watch" -> parameter(query, "v", YOUTUBE_ID).flatMap(id -> youtubePlayerUrl(id, query));
                case "/playlist" -> youtubePlayerUrl(PLAYLIST_ID, query);
                default -> firstGroup(YOUTUBE_PATH, uri.getPath()).flatMap(id -> youtubePlayerUrl(id, query));
            };
        }
        if (host.equals("youtu.be")) {
            return firstGroup(YOUTU_BE_PATH, uri.getPath()).flatMap(id -> youtubePlayerUrl(id, query));
        }
        if (host.equals("vimeo.com") || host.equals("www.vimeo.com") || host.equals("player.vimeo.com")) {
            return vimeoPlayerUrl(uri.getPath(), query, Objects.requireNonNullElse(uri.getRawFragment(), ""));
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

    /**
     * Returns the URL of a player; empty for a playlist without its list, and for a live stream without its channel.
     */
    private static Optional<String> youtubePlayerUrl(String id, String query) {
        var list = parameter(query, "list", LIST);
        var channel = parameter(query, "channel", CHANNEL).filter(value -> id.equals(LIVE_STREAM_ID));
        if (id.equals(PLAYLIST_ID) && list.isEmpty() || id.equals(LIVE_STREAM_ID) && channel.isEmpty()) {
            return Optional.empty();
        }
        var parameters = Stream.of(list.map(value -> "list=" + value), channel.map(value -> "channel=" + value),
                startTime(query).map(seconds -> "start=" + seconds),
                parameter(query, "end", "[0-9]{1,6}").map(seconds -> "end=" + seconds))
                .flatMap(Optional::stream).collect(Collectors.joining("&"));
        return Optional.of(YOUTUBE_PLAYER + id + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    /** Returns the URL of a player, with the hash that opens an unlisted video. */
    private static Optional<String> vimeoPlayerUrl(String path, String query, String fragment) {
        var video = VIMEO_PATH.matcher(path);
        if (!video.matches()) {
            return Optional.empty();
        }
        var hash = Optional.ofNullable(video.group(2)).or(() -> parameter(query, "h", VIMEO_HASH));
        return Optional.of(VIMEO_PLAYER + video.group(1) + hash.map(value -> "?h=" + value).orElse("")
                + startTime(fragment).map(seconds -> "#t=" + seconds + "s").orElse(""));
    }

    /**
     * Returns the start in seconds from {@code start=} or {@code t=}, such as {@code 90}, {@code 90s} or {@code 1m30s}.
     */
    private static Optional<Integer> startTime(String parameters) {
        return parameter(parameters, "start", "[0-9]{1,6}")
                .or(() -> parameter(parameters, "t", "[0-9hms]{1,12}")).map(TIME::matcher).filter(Matcher::matches)
                .map(time -> 3600 * number(time.group(1)) + 60 * number(time.group(2)) + number(time.group(3)))
                .filter(seconds -> seconds > 0 && seconds < 1_000_000);
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Returns the first value of a parameter if it has the format. */
    private static Optional<String> parameter(String query, String name, String format) {
        return Stream.of(query.replace("&amp;", "&").split("&")).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).findFirst().filter(value -> value.matches(format));
    }

    private static Optional<String> firstGroup(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
