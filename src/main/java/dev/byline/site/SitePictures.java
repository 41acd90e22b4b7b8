package dev.byline.site;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.byline.database.JdbcQueries;
import dev.byline.text.MediaAddress;
import jakarta.inject.Singleton;

/** The addresses of the logo and the icon, which may be media. */
@Singleton
class SitePictures {
    private final PublicUrl publicUrl;
    private final JdbcQueries jdbcQueries;

    SitePictures(PublicUrl publicUrl, JdbcQueries jdbcQueries) {
        this.publicUrl = publicUrl;
        this.jdbcQueries = jdbcQueries;
    }

    /**
     * Returns the function from stored addresses to those in responses, which name the present file of a medium, so that
     * caches see a replaced file. One statement if the logo or the icon is a medium.
     */
    UnaryOperator<String> urls(Site site) {
        var ids = Stream.of(site.logo == null ? null : site.logo.url(), site.icon).filter(Objects::nonNull)
                .map(MediaAddress::parse).filter(Objects::nonNull).distinct().toArray(UUID[]::new);
        if (ids.length == 0) {
            return publicUrl::ofMedium;
        }
        // The package of media has a higher rank than this one.
        var fileVersions = jdbcQueries.list(
                "select id, file_version from media where id = any(:ids) and trashed_at is null", Map.of("ids", ids),
                row -> Map.entry(row.getObject("id", UUID.class), row.getInt("file_version"))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return address -> {
            var version = address == null ? null : fileVersions.get(MediaAddress.parse(address));
            return version == null
                    ? publicUrl.ofMedium(address)
                    : publicUrl.ofMedium(address) + "?v=" + version;
        };
    }

    /** Returns an address as it is stored, without host and version. */
    String toStored(String address) {
        return publicUrl.toStored(address);
    }
}
