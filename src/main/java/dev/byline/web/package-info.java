/** The conventions that every endpoint shares: strict JSON, strict queries, lists, versions, merge patches. */
package dev.byline.web;
