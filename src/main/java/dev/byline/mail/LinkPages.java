package dev.byline.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

import dev.byline.limit.InShare;
import dev.byline.limit.Share;
import dev.byline.problem.ProblemException;
import dev.byline.problem.ProblemType;
import dev.byline.security.NewPassword;
import dev.byline.web.HtmlPage;
import dev.byline.web.MaxBodySize;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.arc.All;
import io.quarkus.qute.Engine;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/**
 * The built-in HTML pages that links in mails open: one sentence and one button. Only the button (POST) performs the
 * action, because mail scanners follow links (GET). The pages have no scripts, load nothing from other servers and
 * are not cached. They are for people and hidden from the contract, which describes the operations behind their
 * buttons.
 */
@Path("/pages/{name}")
@Produces("text/html; charset=UTF-8")
class LinkPages {
    private static final int MAX_BODY_SIZE = 8 * 1024;
    private static final int OK = 200;
    private static final String FORM_ONLY = "form-action 'self'; ";
    private static final Map<String, Integer> PASSWORD_VALUES = Map.of("minLength", NewPassword.MIN_LENGTH);

    private final List<LinkAction> actions;
    private final Messages messages;
    private final Engine engine;

    LinkPages(@All List<LinkAction> actions, Messages messages, Engine engine) {
        this.actions = actions;
        this.messages = messages;
        this.engine = engine;
    }

    @GET
    @Operation(hidden = true)
    public RestResponse<byte[]> showForm(@PathParam("name") String name, @QueryParam("locale") String locale,
            @QueryParam("token") String token) {
        var action = findAction(name);
        var data = pageData(name, locale);
        data.put("destination", action.destination(token));
        showForm(data, token, action);
        return render(OK, data);
    }

    @POST
    @InShare(Share.PASSWORDS)
    @MaxBodySize(MAX_BODY_SIZE)
    @Consumes("application/x-www-form-urlencoded")
    @Operation(hidden = true)
    public RestResponse<byte[]> submitForm(@PathParam("name") String name, @QueryParam("locale") String locale,
            @QueryParam("token") String tokenInUrl, String form) {
        var action = findAction(name);
        var fields = new QueryStringDecoder(form == null ? "" : form, false);
        var data = pageData(name, locale);
        try {
            data.put("shown", action.perform(field(fields, "token"), field(fields, "password")));
            data.put("text", message(name, "done", locale));
            if (action.nextPage() != null) {
                showForm(data, field(fields, "token"), findAction(action.nextPage()));
                data.put("button", message(action.nextPage(), "button", locale));
            }
            return render(OK, data);
        } catch (ProblemException e) {
            boolean passwordRejected = e.type == ProblemType.INVALID_BODY && action.asksForPassword();
            data.put("text", e.type == ProblemType.GONE || e.type == ProblemType.UNKNOWN_TOKEN
                    ? messages.format(localeOrDefault(locale), "page_refused", Map.of())
                    : passwordRejected
                            ? messages.format(localeOrDefault(locale), "page_password_refused", PASSWORD_VALUES)
                            : e.getMessage());
            if (passwordRejected) {
                showForm(data, field(fields, "token"), action);
            }
            return render(e.type.status, data);
        }
    }

    private static void showForm(Map<String, Object> data, String token, LinkAction action) {
        data.put("token", token);
        data.put("name", action.name());
        data.put("password", action.asksForPassword());
    }

    private static String field(QueryStringDecoder form, String name) {
        var values = form.parameters().getOrDefault(name, List.of(""));
        return values.get(0);
    }

    private LinkAction findAction(String name) {
        return actions.stream().filter(a -> a.name().equals(name)).findFirst()
                .orElseThrow(() -> ProblemException.notFound("page", name));
    }

    private Map<String, Object> pageData(String name, String locale) {
        var data = new HashMap<String, Object>();
        data.put("locale", localeOrDefault(locale));
        data.put("title", message(name, "title", locale));
        data.put("text", message(name, "text", locale));
        data.put("button", message(name, "button", locale));
        data.put("passwordWords", messages.format(localeOrDefault(locale), "page_password", PASSWORD_VALUES));
        data.put("minPasswordLength", NewPassword.MIN_LENGTH);
        data.put("maxPasswordLength", NewPassword.MAX_LENGTH);
        data.put("token", null);
        data.put("password", false);
        data.put("shown", null);
        data.put("destination", null);
        return data;
    }

    private String message(String name, String part, String locale) {
        return messages.format(localeOrDefault(locale), "page_" + name.replace('-', '_') + "." + part, Map.of());
    }

    /** Returns the requested locale, or English if the parameter does not have the form of a locale. */
    private static String localeOrDefault(String locale) {
        return locale != null && locale.matches("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*") ? locale : "en";
    }

    private RestResponse<byte[]> render(int status, Map<String, Object> data) {
        var page = HtmlPage.create();
        data.put("nonce", page.nonce());
        return page.respond(status, engine.getTemplate("mail/page.html").render(data), "no-store", FORM_ONLY);
    }
}
