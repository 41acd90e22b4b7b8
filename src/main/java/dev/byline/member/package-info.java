/**
 * Members, the readers with accounts: signing up, proving an address, reading and erasing their data.
 *
 * <p>Read first: MemberSignUp; then MemberRequestHandler and MemberService.
 */
package dev.byline.member;
