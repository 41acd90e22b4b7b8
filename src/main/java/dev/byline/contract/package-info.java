/**
 * The OpenAPI contract: filters that add what holds for every operation.
 *
 * <p>Read first: ContractFilter and OperationSecurityFilter; then ContractDescriptions and PatchSchemas.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the build writes openapi/openapi.yaml, the file is committed, and CI compares it with the code and
 * lints it with Redocly.</li>
 * <li>Adopted: the facts about an operation are annotations of its method: {@code @RolesAllowed},
 * {@code @SignInOptional}, {@code @Cached}, {@code @RateLimited}, {@code @NeedsMailToken}, and
 * {@code @APIResponse(ref = …)} for a single error. Rejected: sets of operation ids in the filters, because an operation
 * and its entry in another package do not change together.</li>
 * </ul>
 */
package dev.byline.contract;
