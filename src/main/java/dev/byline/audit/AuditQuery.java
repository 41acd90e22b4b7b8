package dev.byline.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.text.Slugs;
import dev.byline.web.InSiteTimeZone;
import jakarta.ws.rs.QueryParam;

/** The query parameters that filter the audit log. */
public class AuditQuery {
    @QueryParam("actor")
    @Parameter(description = "Only changes by the account or key with this name.")
    public String actor;

    @QueryParam("account")
    @Parameter(description = "Only changes by the account with this id and by its API keys.")
    public String account;

    @QueryParam("action")
    @Parameter(description = "Only this action, for instance `article.publish`.")
    public String action;

    @QueryParam("entity")
    @Parameter(description = "Only changes of this type of entity, for instance `article`.")
    public String entity;

    @QueryParam("entityId")
    @Parameter(description = "Only changes of the entity with this id.")
    public String entityId;

    @QueryParam("from")
    @InSiteTimeZone
    @Parameter(description = "Only changes at this time or later.")
    public Instant from;

    @QueryParam("to")
    @InSiteTimeZone
    @Parameter(description = "Only changes before this time.")
    public Instant to;

    /** Returns the conditions of the query in SQL, each with {@code " and "} before it. */
    String conditions() {
        return condition(actor, "actor = :actor") + condition(account, "account_id = :account")
                + condition(action, "action = :action") + condition(entity, "entity = :entity")
                + condition(entityId, "entity_id = :entityId") + condition(from, "at >= :from")
                + condition(to, "at < :to");
    }

    /** Returns the values of the named parameters in {@link #conditions}. */
    Map<String, Object> parameters() {
        var values = new HashMap<String, Object>();
        values.put("actor", actor);
        values.put("account", account == null ? null : accountId());
        values.put("action", action);
        values.put("entity", entity);
        values.put("entityId", entityId);
        values.put("from", from);
        values.put("to", to);
        return values;
    }

    private UUID accountId() {
        var id = Slugs.parseId(account);
        if (id == null) {
            throw ProblemException.invalidParameter("account",
                    "must be an id (a UUID), not " + EchoedInput.quote(account));
        }
        return id;
    }

    private static String condition(Object value, String condition) {
        return value == null ? "" : " and " + condition;
    }
}
