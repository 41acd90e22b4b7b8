/**
 * Creations that happen once, however often a client sends them with one Idempotency-Key.
 *
 * <p>Read first: IdempotencyInterceptor; then IdempotentResponseStore.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the response to an Idempotency-Key is stored in the transaction that creates, so a kill leaves both or
 * neither. An advisory lock recognizes a request that still runs. Only successes are stored: a failed request may be
 * corrected and repeated.</li>
 * </ul>
 */
package dev.byline.idempotency;
