/**
 * Formats of imports: each reader turns a file into items of Byline's own format.
 *
 * <p>Read first: ImportFormat and FormatReader; then ImportLine.
 *
 * <h2>Decisions</h2>
 * <ul>
 * <li>Adopted: every format becomes items of Byline's own, which one importer writes. Conflicts, references and
 * resuming are solved there for all formats. A format is one class with one method.</li>
 * <li>Adopted: a WordPress is a source by its address, because its numbers are those of any other WordPress too.
 * Rejected: the name of the format, because post 1 of the second blog replaced post 1 of the first. Items that were
 * imported under the old rule have the source wordpress: name it (source=wordpress) to continue with it.</li>
 * <li>Adopted: feeds are formats, because every system has one. Their categories become tags, because most feeds mix
 * categories and tags. A feed is a source by the address of its site, because its ids may be numbers.</li>
 * <li>Adopted: formats that cannot be read are recognized too, each with another way, because the person who sends such
 * a file needs the way and not the list of formats.</li>
 * <li>Adopted: jsoup reads the XML of exports, because real exports have bare ampersands, and because jsoup knows no
 * entities that a file defines.</li>
 * <li>Adopted: a zip is recognized by its first files, because only they have arrived when the import is created. An
 * account of Medium or Substack has files of its own, and a zip with one export is read as that export.</li>
 * <li>Adopted: SnakeYAML and the TOML of Jackson read front matter, and the CSV of Jackson reads lists. Byline parses
 * the dates itself, because people write them in every way.</li>
 * <li>Adopted: what other files of a site say about an article (sections, defaults, data files) becomes part of its
 * front matter before anything else reads it. So a draft stays a draft, whichever file says so. JavaScript is never
 * run: it is left out with a note.</li>
 * </ul>
 */
package dev.byline.transfer.format;
