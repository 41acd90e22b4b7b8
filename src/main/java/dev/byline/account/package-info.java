/** The staff: accounts, their roles and passwords, and the API keys that belong to them. */
package dev.byline.account;
