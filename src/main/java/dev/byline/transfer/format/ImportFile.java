package dev.byline.transfer.format;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipException;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.byline.site.LocaleLookup;
import dev.byline.transfer.ImportOptions;

/**
 * A file that is being imported, with its options.
 *
 * @param path
 *            the local copy of the file
 * @param source
 *            the name of the source; if it is a URL, it replaces placeholders for the URL of the site
 * @param options
 *            the options of the job
 * @param siteLocales
 *            the locales of this Byline
 * @param json
 *            the strict parser for Byline's own format
 * @param completedItems
 *            the number of items that earlier runs completed; readers may count these items without parsing them
 * @param position
 *            the number of bytes that were read, for the progress of the job
 */
public record ImportFile(
        Path path,
        String source,
        ImportOptions options,
        List<String> siteLocales,
        ObjectMapper json,
        long completedItems,
        AtomicLong position) {

    /**
     * Returns the locale for articles in the language that the file names for all of them: one of this Byline, or one
     * that an option replaces. Returns null for null, for a language that this Byline does not have, and if the request
     * named the locale.
     */
    String findLocale(String language) {
        if (language == null || options.localeGiven) {
            return null;
        }
        return options.locales.containsKey(language)
                ? language
                : LocaleLookup.find(siteLocales, language.replace('_', '-')).orElse(null);
    }

    /**
     * Opens the file at its beginning, and resets the position. If the file is a zip, opens the export in it.
     *
     * @throws ZipException
     *             if the file is a zip without an export, or with several
     */
    InputStream open() throws IOException {
        position.set(0);
        if (ZippedExport.isZip(path)) {
            return new BufferedInputStream(ZippedExport.open(path, position), 1 << 16);
        }
        return new BufferedInputStream(new FilterInputStream(Files.newInputStream(path)) {
            @Override
            public int read() throws IOException {
                position.incrementAndGet();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                position.addAndGet(Math.max(0, read));
                return read;
            }
        }, 1 << 16);
    }
}
