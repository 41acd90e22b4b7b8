package dev.byline.comment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.byline.member.MemberRef;
import dev.byline.member.MemberService;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Sha256;
import dev.byline.spam.AddressHashes;
import dev.byline.spam.SpamCandidate;
import dev.byline.spam.SpamCandidate.CandidateAuthor;
import dev.byline.spam.SpamCandidate.CandidateOrigin;
import dev.byline.web.ClientAddress;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Reader behind the current request to the public API: a signed-in member, or a guest with the secret token of one
 * comment.
 */
@ApplicationScoped
class CurrentCommenter {
    /** Request header with a guest's secret token. */
    static final String TOKEN_HEADER = "Comment-Token";
    private static final int TOKEN_BYTES = 16;
    /** Maximum length of a stored user agent, in characters. */
    private static final int MAX_USER_AGENT_LENGTH = 500;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Caller caller;
    private final MemberService members;
    private final ClientAddress address;
    private final CurrentVertxRequest current;
    private final AddressHashes addressHashes;

    CurrentCommenter(Caller caller, MemberService members, ClientAddress address, CurrentVertxRequest current,
            AddressHashes addressHashes) {
        this.addressHashes = addressHashes;
        this.caller = caller;
        this.members = members;
        this.address = address;
        this.current = current;
    }

    /** Finds the signed-in member. */
    Optional<MemberRef> member() {
        return caller.member().flatMap(members::ref);
    }

    /** Returns the id of the signed-in member, whose account can be deleted at this moment. */
    Optional<UUID> memberId() {
        return caller.member();
    }

    /** Returns the id of the signed-in member; throws 401 for any other client. */
    UUID requireMemberId() {
        return memberId().orElseThrow(() -> signInRequired("Only members can do this"));
    }

    /** Creates the 401 for a client that must sign in first. */
    static ProblemException signInRequired(String why) {
        return ProblemException.withHeader(ProblemType.UNAUTHENTICATED,
                why + ". Sign in and send 'Authorization: Bearer <access token>'.", "WWW-Authenticate",
                "Bearer realm=\"byline\"");
    }

    /** Key of the rate limits for this request: the member, or the network of a client who is not signed in. */
    String rateLimitKey() {
        return caller.member().map(id -> "member " + id).orElseGet(address::network);
    }

    /** Network of the client. */
    String network() {
        return address.network();
    }

    /** User agent of the request, cut to {@link #MAX_USER_AGENT_LENGTH} characters; null if there is none. */
    String userAgent() {
        var agent = current.getCurrent().request().getHeader("User-Agent");
        return agent == null || agent.length() <= MAX_USER_AGENT_LENGTH
                ? agent
                : agent.substring(0, MAX_USER_AGENT_LENGTH);
    }

    /**
     * Stores in a comment the keyed hashes that identify its author: of the range of addresses, and of the member, else
     * the email, else network and name.
     */
    void setAuthorHashes(Comment comment) {
        var network = network();
        comment.userAgent = userAgent();
        comment.addressHash = addressHashes.hash(AddressHashes.addressRange(network));
        comment.authorKey = addressHashes.hash(comment.memberId != null
                ? "member " + comment.memberId
                : comment.authorEmailNorm != null
                        ? "email " + comment.authorEmailNorm
                        : "guest " + network + " " + comment.authorName);
    }

    /** Hash that identifies the reporter, so that repeated reports of one comment count once. */
    byte[] reporterHash() {
        return addressHashes.hash(rateLimitKey());
    }

    /** Collects the text, and the author and origin of a comment, for the spam check. */
    SpamCandidate spamCandidate(String body, Comment comment, boolean reply) {
        return new SpamCandidate(body,
                new CandidateAuthor(comment.authorName, comment.authorEmail, comment.authorWebsite),
                new CandidateOrigin(address.ipAddress(), userAgent(),
                        current.getCurrent().request().getHeader("Referer")),
                reply);
    }

    /** Creates a random secret token for a guest. */
    static String newToken() {
        var bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the client is the author: the signed-in member who wrote the comment, or the guest with its token. */
    boolean isAuthor(Comment comment, String token) {
        if (comment.memberId != null) {
            return caller.member().filter(comment.memberId::equals).isPresent();
        }
        return token != null && comment.secretHash != null
                && MessageDigest.isEqual(comment.secretHash, Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
