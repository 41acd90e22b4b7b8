/**
 * Hooks of every request: what a request passes on its way from the connection to the response.
 *
 * <p>Read first: the table; then RequestFilter, StrictJson, RequestBodyReader and ClientAddress.
 *
 * <h2>The request pipeline</h2>
 * <p>A request passes these hooks from top to bottom. The order of our own hooks is a constant in {@link
 * dev.byline.web.Order}; rows without a constant have a place that the platform gives them. A hook that answers ends the
 * request.
 * <table>
 * <caption>The hooks of every request</caption>
 * <tr><th>Order</th><th>Class</th><th>Action</th><th>Answers</th></tr>
 * <tr><th colspan="4">Runs on the event loop, as routes of Vert.x</th></tr>
 * <tr><td>FAILURE</td><td>RequestFilter</td><td>Converts failures outside of resources, by a failure
 * handler</td><td>the status of the failure</td></tr>
 * <tr><td>DRAINING</td><td>DrainingConnections</td><td>Announces the end of the connection while the service
 * drains</td><td>nothing</td></tr>
 * <tr><td>RESPONSE_CACHE</td><td>cache.ResponseCache</td><td>Sends the cached response of a GET or HEAD; lets requests
 * for one URL wait for one read</td><td>200, 304</td></tr>
 * <tr><td>MEDIA_IN_MEMORY</td><td>rendition.MediaRoute</td><td>Sends files and sizes of pictures that are in
 * memory</td><td>200, 304</td></tr>
 * <tr><td>REQUEST_CHECK</td><td>RequestFilter</td><td>Assigns the request id, sets the security headers and the
 * default <code>Cache-Control</code>, checks sizes and syntax, applies CORS</td><td>400, 413, 414, 431, the preflight
 * of CORS</td></tr>
 * <tr><td>MANAGEMENT</td><td>ManagementServer</td><td>Keeps the paths below <code>/q</code> off the public port, if
 * there is a management port</td><td>404</td></tr>
 * <tr><td>FILES</td><td>cache.StaticFiles, contract.RoleContracts</td><td>Send Swagger UI, its scripts, and the contract
 * by role</td><td>200, 304</td></tr>
 * <tr><td>FILES</td><td>PartialResponses</td><td>Sends the request for a partial response through these hooks again, at
 * the path of the complete response</td><td>400, 404, 405</td></tr>
 * <tr><td>MEDIA</td><td>rendition.MediaRoute</td><td>Sends all other files, and sizes of pictures when they are
 * made</td><td>200, 206, 304, 400, 404, 405, 416, 503</td></tr>
 * <tr><td>TUS_HEADERS</td><td>media.TusHeaders</td><td>Adds the headers of tus at its paths, and answers OPTIONS
 * there</td><td>204</td></tr>
 * <tr><td>-200, -100</td><td>the platform</td><td>Authenticates and authorizes requests to the admin API
 * (<code>application.properties</code>), with security.BearerAuthentication</td><td>401, 403</td></tr>
 * <tr><td>ALLOWED_METHODS</td><td>RequestFilter</td><td>Answers OPTIONS; rejects methods that a path does not
 * have</td><td>204, 404, 405</td></tr>
 * <tr><td>REQUEST_BODY</td><td>RequestBodyReader</td><td>Reads the body, except where the operation streams
 * it</td><td>413</td></tr>
 * <tr><th colspan="4">Runs on a worker thread, as filters and readers of Jakarta REST</th></tr>
 * <tr><td>EMPTY_BODY</td><td>EmptyBodyFilter</td><td>Sets the content type of a request without a
 * body</td><td>nothing</td></tr>
 * <tr><td></td><td>the platform</td><td>Selects the operation; checks <code>@RolesAllowed</code></td><td>401, 403,
 * 404, 405, 406, 415</td></tr>
 * <tr><td>QUERY_PARAMETERS</td><td>QueryParameterFilter</td><td>Rejects unknown, repeated and empty query parameters;
 * adds the request id to the log</td><td>400</td></tr>
 * <tr><td></td><td>QueryParameterConverters</td><td>Parses query parameters</td><td>400</td></tr>
 * <tr><td>BODY_CHECK</td><td>RequestBodyCheck</td><td>Checks the size and the encoding of the body; then StrictJson
 * parses it</td><td>400, 413, 415, 422</td></tr>
 * <tr><td>CALLER</td><td>security.CallerFilter</td><td>Identifies the caller of operations with
 * <code>@SignInOptional</code></td><td>401</td></tr>
 * <tr><td>SHARE</td><td>limit.ShareFilter</td><td>Waits for a share of the database
 * (<code>@InShare</code>)</td><td>503</td></tr>
 * <tr><th colspan="4">Runs around the resource method, as interceptors</th></tr>
 * <tr><td>IDEMPOTENCY</td><td>idempotency.IdempotencyInterceptor</td><td>Replays the response to a repeated
 * creation</td><td>the first response, 409, 422</td></tr>
 * <tr><td>4800</td><td>the platform</td><td>Validates parameters and body with Bean Validation</td><td>400,
 * 422</td></tr>
 * <tr><td>RATE_LIMIT</td><td>limit.RateLimitInterceptor</td><td>Acquires the rate limits of an operation with
 * <code>@RateLimited</code></td><td>429</td></tr>
 * <tr><td>REPLICA_READS</td><td>replica.ReplicaReads</td><td>Sends the reads of an operation with
 * <code>@Cached</code> to a replica that is current</td><td>nothing</td></tr>
 * <tr><td></td><td>the resource</td><td>Runs the operation</td><td>its response</td></tr>
 * <tr><td></td><td>ProblemMapper</td><td>Converts an exception into a problem document</td><td>the status of the
 * problem</td></tr>
 * <tr><th colspan="4">Runs on the way back, as response filters</th></tr>
 * <tr><td>SHARE</td><td>limit.ShareFilter</td><td>Returns the share</td><td>nothing</td></tr>
 * <tr><td>ENTITY_HEADERS</td><td>ResponseHeaders</td><td>Adds <code>ETag</code> and
 * <code>Link</code></td><td>nothing</td></tr>
 * <tr><td>CACHED_RESPONSE</td><td>cache.CachedResponseFilter</td><td>Serializes the response of an operation with
 * <code>@Cached</code>, adds the headers for caches, stores the response</td><td>304</td></tr>
 * <tr><td>DUPLICATE_HEADERS</td><td>ResponseHeaders</td><td>Removes headers that RequestFilter and the operation both
 * set</td><td>nothing</td></tr>
 * </table>
 *
 * <p>Services have interceptors around their transactions: database.TransactionRetry (190) repeats a transaction that
 * conflicted with others, the platform (200) begins and ends it, database.LongRunningInterceptor (210) extends its
 * deadlines.
 *
 * <p>A problem of a later hook keeps the headers that RequestFilter has set, such as those of CORS. Hooks on the event
 * loop find the operation of a request, and its annotations, in {@link dev.byline.web.RouteTable}.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: a patch is the input record, merged and validated again. PUT and PATCH are one path, and null differs
 * from absent without wrapper types. The cost is one serialization per patch.</li>
 * <li>Adopted: bodies are read on the event loop, in full, before a thread is requested. 200 clients that sent their
 * bodies byte by byte had held all threads. Therefore HTTP/2 is off, because RESTEasy cannot continue such a request;
 * the proxy in front speaks HTTP/2. Revisit when RESTEasy can.</li>
 * <li>Adopted: Vert.x refuses requests that are not HTTP with a bare 400 before any code of Byline runs. Its limits
 * are wider than the limits of the service, so that long lines, headers and bodies still get a problem document.
 * Revisit when Quarkus exposes the handler for invalid requests.</li>
 * <li>Adopted: the address of the client is found from the right of X-Forwarded-For, up to the first hop that is not a
 * trusted proxy. Rejected: the forwarding of the platform, because it believes the left end, which clients write; a
 * service that has it on and no trusted proxies does not start.</li>
 * </ul>
 */
package dev.byline.web;
