/**
 * Members, the readers with accounts: signing up, proving an address, reading and erasing their data.
 *
 * <p>Read first: MemberService; then MemberRequestHandler.
 */
package dev.byline.member;
