/**
 * Hooks of every request: strict JSON and query parameters, bodies, the address of the client, versions, merge
 * patches, headers.
 *
 * <p>Read first: RequestFilter, the first filter of every request; then StrictJson, RequestBodyReader and
 * ClientAddress.
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
