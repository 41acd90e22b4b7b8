/**
 * The OpenAPI contract: filters that add what holds for every operation.
 *
 * <p>Read first: ContractFilter and OperationSecurityFilter; then ContractDescriptions, ContractSchemas, PatchSchemas
 * and PartialOperations.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the build writes openapi/openapi.yaml, the file is committed, and CI compares it with the code and
 * lints it with Redocly.</li>
 * <li>Adopted: the contract is made for generators of clients. A simple value has no schema of its own, nothing stands
 * beside a reference that changes its type, a list is an array whose known values are a named enum, and the constraints
 * of the code are limits and formats. CI generates clients, compiles and runs them.</li>
 * <li>Adopted: partial responses have paths of their own, {@code /api/v1/partial}. A response has one schema for each
 * status; if {@code fields} were a parameter of the complete paths, either no field could be required for anyone, or
 * decoders would fail. Rejected: {@code anyOf} of both schemas, which makes each field optional in TypeScript and a
 * wrapper class in Java.</li>
 * <li>Adopted: {@code openapi/released.yaml}, the contract of the last release, is committed, because clones of CI have
 * no tags.</li>
 * <li>Adopted: the facts about an operation are annotations of its method: {@code @RolesAllowed},
 * {@code @SignInOptional}, {@code @Cached}, {@code @RateLimited}, {@code @NeedsToken}, and
 * {@code @APIResponse(ref = …)} for a single error. Rejected: sets of operation ids in the filters, because an operation
 * and its entry in another package do not change together.</li>
 * </ul>
 */
package dev.byline.contract;
