package dev.byline.webhook;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

import dev.byline.paging.AllowedValues;
import dev.byline.web.InSiteTimeZone;
import jakarta.ws.rs.QueryParam;

/** The query parameters that filter the deliveries of a webhook. */
public class DeliveryQuery {
    @QueryParam("state")
    @Parameter(description = "Only deliveries in this state.")
    public DeliveryState state;

    @QueryParam("event")
    @Parameter(description = "Only this event, for instance `article.published`, or all of one type (`article.*`).")
    public String event;

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
        return condition(state, "d.state = :state") + condition(type(), "d.type = :type")
                + condition(change(), "d.change = :change") + condition(from, "d.at >= :from")
                + condition(to, "d.at < :to");
    }

    /** Returns the values of the named parameters in {@link #conditions}. */
    Map<String, Object> parameters() {
        if (event != null && !WebhookEvents.TEST.equals(event)) {
            AllowedValues.requireOne("event", event, WebhookEvents.patterns());
        }
        var values = new HashMap<String, Object>();
        values.put("state", state == null ? null : state.name());
        values.put("type", type());
        values.put("change", change());
        values.put("from", from);
        values.put("to", to);
        return values;
    }

    private String type() {
        return event == null || WebhookEvents.ALL.equals(event) ? null : event.split("\\.")[0];
    }

    private String change() {
        return type() == null || event.endsWith("." + WebhookEvents.ALL) ? null : event.split("\\.")[1];
    }

    private static String condition(Object value, String condition) {
        return value == null ? "" : " and " + condition;
    }
}
