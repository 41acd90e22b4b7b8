package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

/** Descriptions in the OpenAPI contract: of the tags, and of the parameters that many operations share. */
final class ContractDescriptions {
    /** Descriptions by tag name, in the order in which an editor works and then a reader reads. */
    static final Map<String, String> TAGS = new LinkedHashMap<>();

    /** Path parameters of several operations, with examples that exist in the sample content. */
    private static final Map<String, SharedParameter> PATH_PARAMETERS = Map.ofEntries(
            entry("article", "The article, by id or slug.", "two-copies-of-every-article"),
            entry("category", "The category, by id or slug.", "publishing"),
            entry("tag", "The tag, by id or slug.", "how-it-works"),
            entry("author", "The author, by id or slug.", "linh-tran"),
            entry("subscriber", "The subscriber, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("format", "The format: RSS 2.0, Atom or JSON Feed.", "rss"),
            entry("comment", "The comment, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("version", "The revision, by the article version that the save created.", "1"),
            entry("import", "The import, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("ban", "The ban, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("media", "The medium, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("webhook", "The webhook, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("delivery", "The delivery, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("account", "The account, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("key", "The key, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"));

    /** Query parameters and headers of several resources. */
    private static final Map<String, SharedParameter> OTHER_PARAMETERS = Map.ofEntries(
            entry("locale", "The locale in which a slug is looked up first, before the site's default locale.", null),
            entry("If-Match", "The version that the change is based on: its `ETag`, or the body's `version`. "
                    + "`*` overwrites any version. Without this header the response is 428.", null));

    private record SharedParameter(String description, String example) {}

    static {
        TAGS.put("Staff: articles", "Write, publish and unpublish articles.");
        TAGS.put("Staff: previews", "Links that show a working copy to people without a key.");
        TAGS.put("Staff: revisions", "Earlier versions of articles: list, read, compare and restore them.");
        TAGS.put("Staff: media", "Pictures and other files: upload, describe, replace and delete them.");
        TAGS.put("Staff: comments",
                "The moderation queue, the actions of moderators, bans, and requests of commenters for their data.");
        TAGS.put("Staff: views", "View counters and their history: read, set, add to and reset them.");
        TAGS.put("Staff: categories", "Categories, the sections of the blog.");
        TAGS.put("Staff: tags", "Keywords of articles. The first use of a tag creates it.");
        TAGS.put("Staff: authors", "The people who are named as authors of articles.");
        TAGS.put("Staff: subscribers", "Subscribers to mails about new articles, and their consents.");
        TAGS.put("Staff: mailbox", "The mails of a service that has no mail server.");
        TAGS.put("Staff: transfer", "Import content from other systems, export all content.");
        TAGS.put("Staff: site", "Title, locales and policies of the site.");
        TAGS.put("Staff: webhooks", "Receivers that are told of changes, and what was sent to them.");
        TAGS.put("Staff: accounts", "Accounts of editors and admins; your own profile and password.");
        TAGS.put("Staff: API keys", "API keys for scripts.");
        TAGS.put("Staff: audit log", "All changes with their time and the account or key that made them.");
        TAGS.put("Signing in", "Sign in and out with email and password, for staff and for members.");
        TAGS.put("Reading: articles", "Published articles.");
        TAGS.put("Reading: previews", "Unpublished articles, for readers with a preview link.");
        TAGS.put("Reading: categories, tags, authors", "Categories, tags and authors of published articles.");
        TAGS.put("Reading: search", "Search published articles by words.");
        TAGS.put("Reading: members", "Sign up, sign in, and manage your own data.");
        TAGS.put("Reading: subscriptions", "Subscribe to mails about new articles, and unsubscribe.");
        TAGS.put("Reading: comments",
                "Read threads; post, edit and withdraw comments as a guest or a member; like and report comments.");
        TAGS.put("Reading: views", "Count views and read live counters.");
        TAGS.put("Reading: changes", "Follow everything that changes, to keep a copy of the site up to date.");
        TAGS.put("Reading: media", "Pictures and other files, as readers get them.");
        TAGS.put("Reading: feeds", "Feeds for feed readers, site maps for search engines.");
        TAGS.put("Reading: partial responses",
                "The reads of the public API, reduced to the fields that `fields` names; each field may be absent.");
        TAGS.put("Reading: site", "The public settings of the site.");
    }

    private static Map.Entry<String, SharedParameter> entry(String name, String description, String example) {
        return Map.entry(name, new SharedParameter(description, example));
    }

    private ContractDescriptions() {
    }

    /** Completes a parameter: sets the type if its annotation leaves it out, and copies the example of its schema. */
    static void completeSchema(Parameter parameter) {
        var schema = parameter.getSchema();
        if (schema == null || schema.getRef() != null || schema.getAllOf() != null) {
            return;
        }
        if (schema.getType() != null && schema.getType().contains(Schema.SchemaType.ARRAY)) {
            completeItems(schema);
        }
        if (schema.getType() == null) {
            boolean number = schema.getMinimum() != null || schema.getMaximum() != null;
            schema.setType(List.of(number ? Schema.SchemaType.INTEGER : Schema.SchemaType.STRING));
        }
        if (parameter.getExample() == null && schema.getExamples() != null) {
            // Swagger UI shows the example of the parameter, not the examples of its schema.
            parameter.setExample(schema.getExamples().get(0));
        }
    }

    /** Moves to the items of a list what its annotation says about each item. */
    private static void completeItems(Schema list) {
        var items = list.getItems() == null ? createSchema() : list.getItems();
        if (items.getRef() == null && items.getType() == null) {
            items.addType(Schema.SchemaType.STRING);
        }
        if (list.getEnumeration() != null) {
            items.setEnumeration(list.getEnumeration());
            list.setEnumeration(null);
        }
        if (list.getFormat() != null) {
            items.setFormat(list.getFormat());
            list.setFormat(null);
        }
        if (list.getExamples() != null) {
            list.setExamples(List.of(list.getExamples()));
        }
        list.setItems(items);
    }

    /**
     * Describes a parameter that has no description of its own.
     *
     * @throws IllegalStateException
     *             with the way to describe it, if the parameter is not a shared one either
     */
    static void addDescription(Operation operation, Parameter parameter) {
        if (parameter.getDescription() != null) {
            return;
        }
        var shared = (parameter.getIn() == In.PATH ? PATH_PARAMETERS : OTHER_PARAMETERS).get(parameter.getName());
        if (shared == null) {
            throw new IllegalStateException(("The %s parameter '%s' of the operation '%s' has no description for the"
                    + " contract. Add @Parameter(description = \"...\", example = \"...\") to the parameter of the"
                    + " resource method, or, if several resources have this parameter, an entry to the class"
                    + " ContractDescriptions.").formatted(parameter.getIn(), parameter.getName(),
                            operation.getOperationId()));
        }
        parameter.description(shared.description);
        if (shared.example != null) {
            parameter.example(shared.example);
        }
    }
}
