/** Comments: readers write them, moderators let them through, threads show them. */
package dev.byline.comment;
