package dev.byline.comment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

import dev.byline.member.MemberRef;
import dev.byline.member.MemberService;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.Caller;
import dev.byline.security.Sha256;
import dev.byline.spam.AddressHashes;
import dev.byline.spam.SpamCandidate;
import dev.byline.web.ClientAddress;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Who acts at the reading door: a member who has signed in, or a guest with the secret of one comment. */
@ApplicationScoped
class CurrentCommenter {
    /** The header with a guest's secret. */
    static final String TOKEN_HEADER = "Comment-Token";
    private static final int TOKEN_BYTES = 16;
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

    /** The member who has signed in. */
    Optional<MemberRef> member() {
        return caller.member().flatMap(members::ref);
    }

    /** The member who has signed in; 401 for everybody else. */
    MemberRef requireMember() {
        return member().orElseThrow(() -> signInRequired("Only members can do this"));
    }

    static ProblemException signInRequired(String why) {
        return ProblemException.withHeader(ProblemType.UNAUTHENTICATED,
                why + ": sign in, and send 'Authorization: Bearer <access token>'.", "WWW-Authenticate",
                "Bearer realm=\"byline\"");
    }

    /** Whose budget this request takes from. */
    String rateLimitKey() {
        return caller.member().map(id -> "member " + id).orElseGet(address::network);
    }

    /** The client's network. */
    String network() {
        return address.network();
    }

    /** The request's user agent, cut to what is worth keeping; null for none. */
    String userAgent() {
        var agent = current.getCurrent().request().getHeader("User-Agent");
        return agent == null || agent.length() <= MAX_USER_AGENT_LENGTH ? agent : agent.substring(0, MAX_USER_AGENT_LENGTH);
    }

    /**
     * Marks a comment with what its author is known by: keyed hashes of the range of addresses, and of the member, the
     * email or, without both, name and address.
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

    /** What of a reporter or another without a comment keeps him from doing the same twice. */
    byte[] reporterHash() {
        return addressHashes.hash(rateLimitKey());
    }

    /** What is posted, from where. */
    SpamCandidate spamCandidate(String body, String name, String email, String website, boolean reply) {
        return new SpamCandidate(body, name, email, website, address.ipAddress(), userAgent(),
                current.getCurrent().request().getHeader("Referer"), reply);
    }

    static String newToken() {
        var bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Whether the caller wrote the comment. */
    boolean isAuthor(Comment comment, String token) {
        if (comment.memberId != null) {
            return caller.member().filter(comment.memberId::equals).isPresent();
        }
        return token != null && comment.secretHash != null
                && MessageDigest.isEqual(comment.secretHash, Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
