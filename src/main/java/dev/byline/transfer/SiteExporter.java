package dev.byline.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.sql.DataSource;

import dev.byline.database.LongWork;
import dev.byline.transfer.format.ImportLine.ImportType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;

/**
 * Writes all content as NDJSON lines that can be imported. One snapshot of the database (repeatable read) makes the
 * export consistent. The rows are read with cursors on a plain JDBC connection, because a transaction of the service
 * could time out during a slow download. Authors, categories, tags and members come before the articles that refer to
 * them, and articles before comments and menus.
 */
@ApplicationScoped
class SiteExporter {
    private static final int FETCH_SIZE = 200;
    /** The items that an object was imported from. The id of the object itself is in the line already. */
    private static final String ORIGINS = """
            'origins', (select json_agg(json_build_object('source', o.source, 'externalId', o.external_id,
                'hash', encode(o.hash, 'hex'), 'edited', case when o.version <> %1$s.version then true end)
                order by o.source, o.external_id) from imported o where o.id = %1$s.id and o.type = '%2$s'
                and (o.source, o.external_id) <> ('byline', cast(%1$s.id as text)))""";
    private static final String SITE_QUERY = """
            select json_strip_nulls(json_build_object('site', json_build_object('title', title,
                'defaultLocale', default_locale, 'locales', to_json(locales), 'commentsPolicy', comments_policy,
                'commentsCloseAfterDays', comments_close_after_days, 'timeZone', time_zone, 'articleUrl', article_url, 'pageUrl', page_url, 'categoryUrl', category_url,
                'siteUrl', site_url, 'tagUrl', tag_url, 'authorUrl', author_url,
                'previewUrl', preview_url, 'signInUrl', sign_in_url, 'verifyUrl', verify_url,
                'passwordUrl', password_url, 'confirmUrl', confirm_url, 'manageUrl', manage_url,
                'description', description, 'logo', case when logo_url is not null
                    then json_build_object('url', logo_url, 'alt', logo_alt) end,
                'icon', icon_url, 'social', social, 'pictureWidths', picture_widths))) from site""";
    /**
     * The path of the file of a medium {@code m} in the archive. A name that is longer than the names of files may be on
     * disks, 255 bytes, is cut to its first 50 characters, of up to 4 bytes each, and its extension.
     */
    static final String ARCHIVED_FILE = """
            'media/' || m.id || '/' || case when octet_length(m.filename) <= 255 then m.filename
                else left(m.filename, 50) || coalesce(substring(m.filename from '[.][^.]{1,9}$'), '') end""";
    private static final String MEDIA_QUERY = """
            select json_strip_nulls(json_build_object('id', m.id, 'createdAt', {m.created_at}, 'media',
                json_build_object('filename', m.filename, 'alt', m.alt, 'caption', m.caption, 'credit', m.credit,
                    'focalPoint', case when m.focal_x is not null
                        then json_build_object('x', m.focal_x, 'y', m.focal_y) end),
                'file', <file>,
                'fileVersion', case when m.file_version > 1 then m.file_version end))
            from media m where m.trashed_at is null order by m.id""".replace("<file>", ARCHIVED_FILE);
    private static final String AUTHOR_QUERY = """
            select json_strip_nulls(json_build_object('id', id, 'createdAt', {created_at}, <origins>, 'formerSlugs', (
                    select json_agg(json_build_object('slug', f.slug) order by f.slug) from author_former_slug f
                    where f.author_id = author.id), 'author', json_build_object(
                'name', name, 'slug', slug, 'names', names, 'bio', bio, 'avatarUrl', avatar_url)))
            from author order by id"""
            .replace("<origins>", ORIGINS.formatted("author", "author"));
    private static final String CATEGORY_QUERY = """
            select json_strip_nulls(json_build_object('id', id, 'createdAt', {created_at}, <origins>, 'formerSlugs', (
                    select json_agg(json_build_object('slug', f.slug) order by f.slug) from category_former_slug f
                    where f.category_id = category.id), 'category',
                json_build_object('name', name, 'slug', slug, 'names', names, 'description', description,
                'parent', parent_id, 'position', position))) from category order by path, id""".replace("<origins>",
            ORIGINS.formatted("category", "category"));
    private static final String TAG_QUERY = """
            select json_strip_nulls(json_build_object('id', id, 'createdAt', {created_at}, <origins>, 'formerSlugs', (
                    select json_agg(json_build_object('slug', f.slug) order by f.slug) from tag_former_slug f
                    where f.tag_id = tag.id), 'tag', json_build_object(
                'name', name, 'slug', slug, 'names', names))) from tag order by id"""
            .replace("<origins>", ORIGINS.formatted("tag", "tag"));
    private static final String MEMBER_QUERY = """
            select json_strip_nulls(json_build_object('id', id, 'createdAt', {created_at}, <origins>, 'member', json_build_object(
                'name', name, 'email', email, 'locale', locale, 'verifiedAt', {verified_at}))) from member order by id"""
            .replace("<origins>", ORIGINS.formatted("member", "member"));
    private static final String REFERENCE_COLUMNS = """
            'authors', coalesce((select jsonb_agg(l.author_id order by l.position) from %1$s_author l
                where l.article_id = a.id), '[]'),
            'categories', coalesce((select jsonb_agg(l.category_id order by l.position) from %1$s_category l
                where l.article_id = a.id), '[]'),
            'tags', coalesce((select jsonb_agg(l.tag_id order by l.position) from %1$s_tag l
                where l.article_id = a.id), '[]')""";
    private static final String ARTICLE_FILTER = """
            from article a join article_identity i on i.id = a.id
            where (cast(? as text) is null or a.locale = ?) and (cast(? as timestamptz) is null or a.saved_at >= ?)""";
    private static final String ARTICLE_QUERY = """
            select jsonb_strip_nulls(jsonb_build_object('id', a.id, 'createdAt', {i.created_at}, <origins>,
                'savedAt', {a.saved_at}, 'state', a.state,
                'article', jsonb_build_object('title', a.title, 'kind', case when a.kind <> 'article' then a.kind end,
                    'slug', a.slug, 'locale', a.locale,
                    'excerpt', a.excerpt,
                    'body', case when a.body_source is not null
                        then jsonb_build_object('format', a.body_format, 'source', a.body_source) end,
                    'cover', case when a.cover_url is not null then jsonb_build_object('url', a.cover_url,
                        'alt', a.cover_alt, 'width', a.cover_width, 'height', a.cover_height) end,
                    <links of article>,
                    'pinned', a.pinned,
                    'seo', case when num_nonnulls(a.seo_title, a.seo_description, a.seo_canonical_url,
                        a.seo_no_index) > 0 then jsonb_build_object('title', a.seo_title,
                        'description', a.seo_description, 'canonicalUrl', a.seo_canonical_url,
                        'noIndex', a.seo_no_index) end,
                    'commentsPolicy', a.comments_policy, 'firstPublishedAt', {a.first_published_at},
                    'publishedAt', {a.published_at}, 'updatedAt', {a.updated_at}, 'metadata', a.metadata),
                'live', case when a.state = 'live' and a.content_version <> a.published_content_version then (
                    select r.content || jsonb_build_object(<links of publication>) from article_revision r
                    where r.article_id = a.id and r.version = a.published_content_version) end,
                'dates', (select jsonb_build_object('firstPublishedAt', {p.first_published_at},
                    'publishedAt', {p.published_at}, 'updatedAt', {p.updated_at})
                    from publication p where p.article_id = a.id),
                'schedule', case when a.schedule_action is not null and a.schedule_problem is null
                    then jsonb_build_object('action', a.schedule_action, 'at', {a.schedule_at}) end,
                'formerSlugs', (select jsonb_agg(jsonb_build_object('locale', s.locale, 'slug', s.slug)
                        order by s.locale, s.slug) from article_slug s
                    where s.article_id = a.id and s.was_published and (s.locale, s.slug) <> (a.locale, a.slug)
                    and not exists (select 1 from publication p where p.article_id = a.id
                        and (p.locale, p.slug) = (s.locale, s.slug))),
                'formerAddresses', (select jsonb_agg(f.address order by f.host, f.path) from former_address f
                    where f.article_id = a.id),
                'translationGroup', case when exists (select 1 from article_identity other
                    where other.translation_group_id = i.translation_group_id and other.id <> i.id)
                    then i.translation_group_id end,
                'views', (select c.views from article_counter c where c.article_id = a.id),
                'viewDays', (select jsonb_agg(jsonb_build_object('day', d.day, 'views', d.views,
                    'visitors', d.visitors) order by d.day) from article_view_day d where d.article_id = a.id)))
            <articles> order by a.id""".replace("<links of article>", REFERENCE_COLUMNS.formatted("article"))
            .replace("<links of publication>", REFERENCE_COLUMNS.formatted("publication"))
            .replace("<articles>", ARTICLE_FILTER).replace("<origins>", ORIGINS.formatted("a", "article"));
    private static final String COMMENT_QUERY = """
            select json_strip_nulls(json_build_object('id', c.id, 'createdAt', {c.created_at}, <origins>, 'comment',
                json_build_object('article', c.article_id, 'answers', coalesce((select r.id from comment r
                    where r.id = c.in_reply_to_id), c.parent_id), 'state', c.state, 'name', c.author_name,
                'email', c.author_email, 'website', c.author_website, 'body', c.body, 'member', c.member_id,
                'likes', (select json_agg(l.member_id order by l.member_id) from comment_like l
                    where l.comment_id = c.id), 'editedAt', {c.edited_at})))
            from comment c where c.article_id in (select a.id <articles>) order by c.created_at, c.id"""
            .replace("<articles>", ARTICLE_FILTER).replace("<origins>", ORIGINS.formatted("c", "comment"));
    /**
     * The items of a menu name targets that were merged into others; the export names the others. An id between quotation
     * marks is such a target, so the text of the items is split at these marks.
     */
    private static final String MENU_QUERY = """
            select json_strip_nulls(json_build_object('id', id, 'createdAt', {created_at}, <origins>, 'menu',
                json_build_object('name', name, 'items', (
                    select cast(string_agg(coalesce(cast(m.now_id as text), part.text), '"' order by part.position) as jsonb)
                    from regexp_split_to_table(cast(items as text), '"') with ordinality as part (text, position)
                    left join merged_reference m on cast(m.id as text) = part.text)))) from menu order by name"""
            .replace("<origins>", ORIGINS.formatted("menu", "menu"));
    private static final Map<ImportType, String> QUERIES_BY_TYPE = new LinkedHashMap<>();

    static {
        QUERIES_BY_TYPE.put(ImportType.site, SITE_QUERY);
        QUERIES_BY_TYPE.put(ImportType.author, AUTHOR_QUERY);
        QUERIES_BY_TYPE.put(ImportType.category, CATEGORY_QUERY);
        QUERIES_BY_TYPE.put(ImportType.tag, TAG_QUERY);
        QUERIES_BY_TYPE.put(ImportType.member, MEMBER_QUERY);
        QUERIES_BY_TYPE.put(ImportType.article, ARTICLE_QUERY);
        QUERIES_BY_TYPE.put(ImportType.comment, COMMENT_QUERY);
        QUERIES_BY_TYPE.put(ImportType.menu, MENU_QUERY);
    }

    /** The time until the first rows of a type. */
    private static final Duration MAX_STATEMENT_TIME = Duration.ofMinutes(5);

    private final DataSource database;

    SiteExporter(DataSource database) {
        this.database = database;
    }

    /** A part of an export, which reads the snapshot. */
    interface ExportStep {
        void write(Connection snapshot) throws SQLException, IOException;
    }

    /** The limits of an export; null for no limit. */
    private record ExportFilter(String locale, Instant savedSince) {}

    /**
     * Writes all objects of these types, and a last line with the number of lines before it.
     *
     * @param locale
     *            limits articles and their comments to this locale; null for all locales
     * @param savedSince
     *            limits articles and their comments to articles saved at this time or later; null for all articles
     */
    void write(Collection<ImportType> types, String locale, Instant savedSince, OutputStream out) throws IOException {
        inSnapshot(snapshot -> writeLines(snapshot, types, new ExportFilter(locale, savedSince), false, out));
    }

    /** Writes all objects with the descriptions of the media, which come first because other lines name them. */
    static void writeWithMedia(Connection snapshot, OutputStream out) throws SQLException, IOException {
        writeLines(snapshot, QUERIES_BY_TYPE.keySet(), new ExportFilter(null, null), true, out);
    }

    /** Runs a step in one snapshot of the database, however long the client takes to read its result. */
    void inSnapshot(ExportStep step) throws IOException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var begin = connection.createStatement()) {
                begin.execute("set transaction isolation level repeatable read, read only");
                LongWork.allow(connection, MAX_STATEMENT_TIME);
                // A client that downloads slowly must not end the transaction; one that stops is disconnected.
                begin.execute("set local idle_in_transaction_session_timeout = 0");
                step.write(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
    }

    private static void writeLines(Connection snapshot, Collection<ImportType> types, ExportFilter filter,
            boolean withMedia, OutputStream out) throws SQLException, IOException {
        long lineCount = withMedia ? writeRows(snapshot, MEDIA_QUERY, filter, out) : 0;
        for (var type : QUERIES_BY_TYPE.entrySet()) {
            if (types.contains(type.getKey())) {
                lineCount += writeRows(snapshot, type.getValue(), filter, out);
            }
        }
        out.write(("{\"end\":" + lineCount + "}\n").getBytes(StandardCharsets.UTF_8));
    }

    private static long writeRows(Connection connection, String sql, ExportFilter filter, OutputStream out)
            throws SQLException, IOException {
        // Times have the format of the API: UTC with milliseconds.
        var expandedSql = sql.replaceAll("\\{([a-z._]+)}",
                "to_char($1 at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')");
        long lineCount = 0;
        try (var query = connection.prepareStatement(expandedSql)) {
            query.setFetchSize(FETCH_SIZE);
            if (expandedSql.contains("?")) {
                var time = filter.savedSince == null
                        ? null
                        : OffsetDateTime.ofInstant(filter.savedSince, ZoneOffset.UTC);
                query.setString(1, filter.locale);
                query.setString(2, filter.locale);
                query.setObject(3, time, Types.TIMESTAMP_WITH_TIMEZONE);
                query.setObject(4, time, Types.TIMESTAMP_WITH_TIMEZONE);
            }
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    // The row is one line: JSON escapes line breaks inside texts, and PostgreSQL puts none between
                    // fields.
                    out.write(rows.getString(1).getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                    lineCount++;
                }
            }
        }
        return lineCount;
    }
}
