package dev.byline.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.http.MaxBody;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.qute.Engine;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/**
 * The small pages that links in mails open: one sentence and one button. Only the button does something, because mail
 * scanners follow links. No script, nothing from elsewhere, nothing kept. They are for people and not in the contract,
 * where the operations behind their buttons are.
 */
@Path("/pages/{name}")
@Produces("text/html; charset=UTF-8")
class LinkPages {
    private static final int LARGEST = 8 * 1024;
    private static final int OK = 200;

    private final List<LinkAction> actions;
    private final Words words;
    private final Engine engine;

    LinkPages(@All List<LinkAction> actions, Words words, Engine engine) {
        this.actions = actions;
        this.words = words;
        this.engine = engine;
    }

    @GET
    @Operation(hidden = true)
    public RestResponse<String> ask(@PathParam("name") String name, @QueryParam("locale") String locale,
            @QueryParam("token") String token) {
        var action = named(name);
        var data = data(name, locale);
        ask(data, token, action);
        return page(OK, data);
    }

    @POST
    @MaxBody(LARGEST)
    @Consumes("application/x-www-form-urlencoded")
    @Operation(hidden = true)
    public RestResponse<String> press(@PathParam("name") String name, @QueryParam("locale") String locale,
            @QueryParam("token") String ofAddress, String form) {
        var action = named(name);
        var fields = new QueryStringDecoder(form == null ? "" : form, false);
        var data = data(name, locale);
        try {
            data.put("shown", action.press(field(fields, "token"), field(fields, "password")));
            data.put("text", say(name, "done", locale));
            if (action.next() != null) {
                ask(data, field(fields, "token"), named(action.next()));
                data.put("button", say(action.next(), "button", locale));
            }
            return page(OK, data);
        } catch (ProblemException e) {
            boolean again = e.type == ProblemType.INVALID_BODY && action.asksForPassword();
            data.put("text", e.type == ProblemType.GONE || e.type == ProblemType.UNKNOWN_TOKEN
                    ? words.say(locale(locale), "page_refused", Map.of())
                    : again ? words.say(locale(locale), "page_password_refused", Map.of()) : e.getMessage());
            if (again) {
                ask(data, field(fields, "token"), action);
            }
            return page(e.type.status, data);
        }
    }

    private static void ask(Map<String, Object> data, String token, LinkAction action) {
        data.put("token", token);
        data.put("name", action.name());
        data.put("password", action.asksForPassword());
    }

    private static String field(QueryStringDecoder form, String name) {
        var values = form.parameters().getOrDefault(name, List.of(""));
        return values.get(0);
    }

    private LinkAction named(String name) {
        return actions.stream().filter(a -> a.name().equals(name)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("page", name));
    }

    private Map<String, Object> data(String name, String locale) {
        var data = new HashMap<String, Object>();
        data.put("locale", locale(locale));
        data.put("title", say(name, "title", locale));
        data.put("text", say(name, "text", locale));
        data.put("button", say(name, "button", locale));
        data.put("passwordWords", words.say(locale(locale), "page_password", Map.of()));
        data.put("token", null);
        data.put("password", false);
        data.put("shown", null);
        return data;
    }

    private String say(String name, String part, String locale) {
        return words.say(locale(locale), "page_" + name.replace('-', '_') + "." + part, Map.of());
    }

    /** Whatever the address says: a locale that is none has no words. */
    private static String locale(String locale) {
        return locale != null && locale.matches("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*") ? locale : "en";
    }

    private RestResponse<String> page(int status, Map<String, Object> data) {
        return RestResponse.ResponseBuilder.<String>create(status)
                .entity(engine.getTemplate("mail/page.html").render(data))
                .header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex").header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
                .build();
    }
}
