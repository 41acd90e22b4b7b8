package dev.byline.subscription;

import java.util.List;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.paging.Sort;
import dev.byline.security.Scope;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Admin API of subscribers. */
@Path(Paths.ADMIN_API + "/subscribers")
@Produces("application/json")
@RolesAllowed(Scope.READERS_MANAGE)
@Tag(name = "Staff: subscribers")
class SubscriberResource {
    private static final int MAX_IMPORTED = 1_000;

    private final SubscriberAdmin subscribers;
    private final SubscriberImporter importer;
    private final MailReports reports;

    SubscriberResource(SubscriberAdmin subscribers, SubscriberImporter importer, MailReports reports) {
        this.subscribers = subscribers;
        this.importer = importer;
        this.reports = reports;
    }

    /** Report about an address from a mail server, or from the service that sends the mails of the site. */
    @Schema(description = "The report of a mail service about an address.",
            examples = "{\"id\": \"event-1\", \"kind\": \"bounce\", \"email\": \"mai@example.com\"}")
    public record MailReport(
            @NotNull @PlainText(max = 200) @Schema(
                    description = "The service's own id of the event. A report with a repeated id changes nothing.",
                    examples = "event-1") String id,
            @NotNull @Schema(examples = "bounce") MailReportKind kind,
            @NotNull @ValidEmailAddress @Schema(examples = "mai@example.com") String email) {
        /** Kinds of reports. */
        @Schema(name = "MailReportKind")
        public enum MailReportKind {
            /** The address permanently cannot receive mails. */
            bounce,
            /** The recipient marked a mail as spam. */
            complaint
        }
    }

    /** Result of a report. */
    @Schema(name = "MailReportResult",
            description = "Whether the report changed a subscriber: not if it is repeated or the address is unknown.")
    public record MailReportResult(@NotNull @Schema(examples = "true") boolean changed) {}

    /** Subscribers to import, at most {@value #MAX_IMPORTED}. */
    @Schema(description = "Subscribers from another system.",
            examples = """
                    {"subscribers": [{"email": "mai@example.com", "consent": {"at": "2024-05-01T00:00:00Z", "source": "old blog"}}]}""")
    public record SubscriberImport(
            @NotNull @Size(min = 1, max = MAX_IMPORTED) List<@NotNull ImportedSubscriber> subscribers) {}

    @GET
    @Operation(operationId = "listSubscribers", summary = "List subscribers, newest first")
    public Page<SubscriptionDetail> list(
            @Parameter(
                    description = "Only subscribers in this state.") @QueryParam("state") Subscriber.SubscriberState subscriberState,
            @Parameter(description = "Only the subscriber with this address.",
                    example = "mai@example.com") @QueryParam("email") String email,
            @Parameter(description = "The sort order. A leading minus reverses the order.",
                    schema = @Schema(enumeration = {
                            "-createdAt", "createdAt" }, defaultValue = "-createdAt")) @QueryParam("sort") String sort,
            @BeanParam PageQuery page) {
        return subscribers.list(subscriberState, email, Sort.of(sort, SubscriberOrder.class, "-createdAt").descending(),
                page);
    }

    /** Fields by which subscribers can be sorted. */
    enum SubscriberOrder {
        createdAt
    }

    @GET
    @Path("{subscriber}")
    @Operation(operationId = "getSubscriber", summary = "Read a subscriber")
    public SubscriptionDetail read(@PathParam("subscriber") String subscriber) {
        return subscribers.read(subscriber);
    }

    @GET
    @Path("{subscriber}/consents")
    @Operation(operationId = "listConsents", summary = "List the consent events of a subscriber, oldest first")
    public Page<Consent> consents(@PathParam("subscriber") String subscriber, @BeanParam PageQuery page) {
        return subscribers.consents(subscriber, page);
    }

    @DELETE
    @Path("{subscriber}")
    @Operation(operationId = "deleteSubscriber", summary = "Erase a subscriber",
            description = "A keyed hash of the address stays, so that no import adds the address again.")
    public void delete(@PathParam("subscriber") String subscriber) {
        subscribers.delete(subscriber);
    }

    @POST
    @Path("import")
    @Consumes("application/json")
    @Operation(operationId = "importSubscribers",
            summary = "Import up to " + MAX_IMPORTED + " subscribers, without sending a mail",
            description = "Subscribers with evidence of consent (`consent`) are confirmed; others are pending "
                    + "until they subscribe themselves. Known subscribers are not changed. Erased "
                    + "addresses and addresses whose owners complained are not imported. Invalid subscribers are "
                    + "reported and skipped.")
    public SubscriberImportReport imports(@NotNull @Valid SubscriberImport input) {
        return importer.importAll(input.subscribers());
    }

    @POST
    @Path("reports")
    @Consumes("application/json")
    @Operation(operationId = "reportMail", summary = "Report a bounce or a complaint",
            description = "For webhooks of mail services. Both end all mails about articles to the address. "
                    + "After a complaint, the address gets no mails even if a client requests a subscription "
                    + "for it again.")
    public MailReportResult report(@NotNull @Valid MailReport report) {
        return reports.handle(report);
    }
}
