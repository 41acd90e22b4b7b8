package dev.byline.site;

import java.util.List;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** The settings of the site, a table with a single row. */
@Entity
class Site {
    static final short ONLY_ID = 1;

    @Id
    short id = ONLY_ID;
    @Version
    int version = 1;
    String title;
    String defaultLocale;
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> locales;
    @Enumerated(EnumType.STRING)
    ModerationPolicy commentsPolicy;
    Integer commentsCloseAfterDays;
    /** The IANA name of a time zone. */
    String timeZone = ValidTimeZone.DEFAULT;
    String articleUrl;
    String pageUrl;
    String categoryUrl;
    String siteUrl;
    String tagUrl;
    String authorUrl;
    String previewUrl;
    String signInUrl;
    String verifyUrl;
    String passwordUrl;
    String confirmUrl;
    String manageUrl;
    String description;
    @Embedded
    SiteLogo logo;
    @Column(name = "icon_url")
    String icon;
    /** The widths in which pictures can be requested, in pixels; ascending. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<Integer> pictureWidths = PictureWidths.DEFAULT;
    @JdbcTypeCode(SqlTypes.JSON)
    List<SocialLink> social = List.of();
}
