package dev.byline.session;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The error response of the token endpoint (RFC 6749 §5.2), always with status 400.
 *
 * @param code
 *            one of the codes of the RFC
 * @param description
 *            a sentence in the characters that the RFC allows
 */
record OAuthError(@JsonProperty("error") String code, @JsonProperty("error_description") String description) {
    /** The characters outside the range of RFC 6749 §5.2: all beyond ASCII, quotation marks and backslashes. */
    private static final String FORBIDDEN_CHARACTERS = "[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]";

    static final String INVALID_REQUEST = "invalid_request";
    static final String INVALID_GRANT = "invalid_grant";
    static final String UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

    OAuthError {
        description = description.replaceAll(FORBIDDEN_CHARACTERS, "?");
    }

    /** The exception by which the token endpoint rejects a request; {@code OAuthTokenResource} converts it. */
    static final class OAuthException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient OAuthError error;

        OAuthException(String code, String description) {
            super(description, null, false, false);
            this.error = new OAuthError(code, description);
        }
    }
}
