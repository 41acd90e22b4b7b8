package dev.byline.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

/** What the contract says of groups of operations, and of parameters that many of them have. */
final class ContractDescriptions {
    /** As an editor works, then as a reader reads. */
    static final Map<String, String> TAGS = new LinkedHashMap<>();

    /** Path parameters, with examples that the sample content answers to. */
    private static final Map<String, List<String>> PATH_PARAMETERS = Map.ofEntries(
            entry("article", "The article, by id or slug.", "two-copies-of-every-article"),
            entry("category", "The category, by id or slug.", "publishing"),
            entry("tag", "The tag, by id or slug.", "how-it-works"),
            entry("author", "The author, by id or slug.", "linh-tran"),
            entry("subscriber", "The subscriber, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("format", "The format: RSS 2.0, Atom or JSON Feed.", "rss"),
            entry("part", "The number of the part, from 1.", "1"),
            entry("comment", "The comment, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("version", "The revision, by the version that the save made.", "1"),
            entry("preview", "The preview, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("token", "The token that was shown when the preview was made.", "the-token-of-a-preview"),
            entry("import", "The import, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("ban", "The ban, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("account", "The account, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("key", "The key, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"),
            entry("session", "The session, by id.", "01936f5e-8c1a-7c3e-9b1a-2f6d3c4b5a69"));

    static {
        TAGS.put("Staff: articles", "Write, publish, take back.");
        TAGS.put("Staff: revisions", "What articles were: list, read, compare, restore.");
        TAGS.put("Staff: previews", "Links that show a working copy to somebody without a key.");
        TAGS.put("Staff: categories", "The sections of the blog.");
        TAGS.put("Staff: tags", "Words that articles are found by; made by their first use.");
        TAGS.put("Staff: authors", "Whoever signs articles.");
        TAGS.put("Staff: comments", "What waits, the verbs of moderators, bans, and what a commenter may ask for.");
        TAGS.put("Staff: views", "Read counters and their history; set, add, reset.");
        TAGS.put("Staff: subscribers", "Who gets mails about new articles, and who agreed to what.");
        TAGS.put("Staff: mailbox", "The mails of a service without a mail server.");
        TAGS.put("Staff: transfer", "Bring everything from elsewhere, take everything along.");
        TAGS.put("Staff: site", "Title, locales, policies.");
        TAGS.put("Staff: accounts", "Who is of the staff; your own profile and password.");
        TAGS.put("Staff: API keys", "Keys for scripts.");
        TAGS.put("Staff: audit log", "Who changed what, and when.");
        TAGS.put("Signing in", "Sign in and out with email and password, staff and readers alike.");
        TAGS.put("Reading: articles", "What is published.");
        TAGS.put("Reading: previews", "What is not published, for whoever has a link.");
        TAGS.put("Reading: categories, tags, authors", "What articles are found by.");
        TAGS.put("Reading: search", "Find articles by their words.");
        TAGS.put("Reading: members", "Sign up, sign in, and whatever is your own.");
        TAGS.put("Reading: subscriptions", "Get mails about new articles, and end them.");
        TAGS.put("Reading: comments",
                "Read threads; post, change and withdraw as a guest or a member; like and report.");
        TAGS.put("Reading: views", "Count views, read live counters.");
        TAGS.put("Reading: feeds", "What feed readers and search engines follow.");
        TAGS.put("Reading: site", "The site as a whole.");
    }

    private static Map.Entry<String, List<String>> entry(String name, String description, String example) {
        return Map.entry(name, List.of(description, example));
    }

    private ContractDescriptions() {
    }

    /** Says of what type a parameter is whose annotation says something else of it, and fills in its example. */
    static void completeSchema(Parameter parameter) {
        var schema = parameter.getSchema();
        if (schema == null || schema.getRef() != null || schema.getAllOf() != null) {
            return;
        }
        if (schema.getType() == null) {
            boolean number = schema.getMinimum() != null || schema.getMaximum() != null;
            schema.setType(List.of(number ? Schema.SchemaType.INTEGER : Schema.SchemaType.STRING));
        }
        if (parameter.getExample() == null && schema.getExamples() != null) {
            // Swagger UI looks for it here.
            parameter.setExample(schema.getExamples().get(0));
        }
    }

    /** Describes a parameter that says nothing of itself. */
    static void addDescription(Parameter parameter) {
        if (parameter.getIn() == In.PATH) {
            var known = PATH_PARAMETERS.get(parameter.getName());
            parameter.description(known.get(0))
                    .example(known.get(1));
        } else if (parameter.getIn() == In.QUERY && parameter.getDescription() == null) {
            parameter.description("The locale in which a slug is looked up first, before the site's default locale.");
        } else if (parameter.getIn() == In.HEADER && parameter.getDescription() == null
                && "Subscription-Token".equals(parameter.getName())) {
            parameter.description("The token of the mail that `POST /api/v1/subscriptions/links` sends.");
        } else if ("Comment-Token".equals(parameter.getName())) {
            parameter.description(
                    "The `editToken` that the guest got who wrote the comment. A member who has signed in needs none.");
        } else if (parameter.getIn() == In.HEADER) {
            parameter.description("The version that the change is made on: its `ETag`, or the body's `version`. "
                    + "`*` overrides on purpose. Without it the answer is 428.");
        }
    }
}
