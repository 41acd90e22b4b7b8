package dev.byline.mail;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.paging.Keyset;
import dev.byline.paging.Page;
import dev.byline.paging.PageQuery;
import dev.byline.problem.EchoedInput;
import dev.byline.problem.ProblemException;
import dev.byline.security.Role;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** Admin API of the mailbox, which collects all mails while no mail server is configured. */
@Path(Paths.ADMIN_API + "/mailbox")
@RolesAllowed(Role.ADMIN)
@Tag(name = "Staff: mailbox")
class MailboxResource {
    private final EntityManager database;

    MailboxResource(EntityManager database) {
        this.database = database;
    }

    @GET
    @Transactional
    @Operation(operationId = "listMailbox", summary = "List the mails in the mailbox, newest first",
            description = "Without an SMTP server (`QUARKUS_MAILER_HOST`), all mails are stored here for "
                    + MailCleanup.RETENTION_DAYS + " days, with their links. With an SMTP server, this list is empty.")
    public Page<MailboxMessage> list(
            @Parameter(description = "Only mails to this address.",
                    example = "mai@example.com") @QueryParam("to") String to,
            @BeanParam PageQuery page) {
        var address = to == null
                ? null
                : ParsedEmailAddress.parse(to).orElseThrow(() -> ProblemException.invalidParameter("to",
                        "must be an email address, not " + EchoedInput.quote(to))).normalize();
        var from = " from MailboxMessage m where " + (to == null ? "1 = 1" : "m.recipientNorm = :to");
        var keys = new Keyset<>(page, "mailbox " + address, true, Keyset::parseTime);
        var rows = bind(keys.bind(database.createQuery(
                "select m" + from + keys.seekCondition("m.createdAt", "m.id") + keys.orderBy("m.createdAt", "m.id"),
                MailboxMessage.MailboxMessageRow.class)), address).getResultList();
        return keys.toPage(rows, m -> m.createdAt, m -> m.id,
                () -> bind(database.createQuery("select count(*)" + from, Long.class), address).getSingleResult())
                .map(MailboxMessage::of);
    }

    private static <Q extends Query> Q bind(Q statement, String to) {
        if (to != null) {
            statement.setParameter("to", to);
        }
        return statement;
    }
}
