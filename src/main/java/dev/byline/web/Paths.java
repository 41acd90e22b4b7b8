package dev.byline.web;

/** The prefixes of the paths of this service. Paths of resources begin with one of the first two. */
public final class Paths {
    /** The public API: published content, and what readers do. */
    public static final String PUBLIC_API = "/api/v1";
    /** The admin API, for staff; {@code application.properties} protects this path. */
    public static final String ADMIN_API = PUBLIC_API + "/admin";
    /** The reads of the public API, reduced to the fields that the request names. */
    public static final String PARTIAL = PUBLIC_API + "/partial";
    /** The token endpoint of OAuth 2.0, which the contract names as the way to sign in. */
    public static final String OAUTH_TOKEN = PUBLIC_API + "/sessions/token";

    /** Swagger UI. */
    public static final String SWAGGER_UI = "/q/swagger-ui";
    /** The contract. */
    public static final String CONTRACT = "/q/openapi";

    /** The reader page, unless {@link #READER_PAGE_SETTING} is {@code false}. */
    public static final String READER_PAGE = "/read/";
    /** The setting that turns the reader page off. */
    public static final String READER_PAGE_SETTING = "byline.reader-page";

    /** The health of the service. */
    public static final String HEALTH = "/q/health";

    private Paths() {
    }

    /** Returns whether a path belongs to the public or the admin API. */
    public static boolean isApi(String path) {
        return path.startsWith(PUBLIC_API + "/") || path.equals(PUBLIC_API);
    }

    /** Returns whether a path belongs to the admin API. */
    public static boolean isAdminApi(String path) {
        return path.equals(ADMIN_API) || path.startsWith(ADMIN_API + "/");
    }
}
