/**
 * The OpenAPI contract: filters that add what holds for every operation.
 *
 * <p>Read first: ContractFilter; then ContractDescriptions and PatchSchemas.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: the build writes openapi/openapi.yaml, the file is committed, and CI compares it with the code and
 * lints it with Redocly.</li>
 * <li>Adopted: the contract takes what an operation needs from its {@code @RolesAllowed}; see the package
 * security.</li>
 * </ul>
 */
package dev.byline.contract;
