/** Readers with accounts: signing up, proving an address, their data and the end of it. */
package dev.byline.member;
