package dev.byline.subscription;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.audit.AuditLog;
import dev.byline.identity.ArticleIdentities;
import dev.byline.security.Scope;
import dev.byline.web.Paths;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Admin API of the announcement of an article to its subscribers. */
@Path(Paths.ADMIN_API + "/articles/{article}/announcement")
@RolesAllowed(Scope.ARTICLES_PUBLISH)
@Tag(name = "Staff: subscribers")
class AnnouncementResource {
    private final ArticleAnnouncements articleAnnouncements;
    private final ArticleIdentities identities;
    private final AuditLog audit;

    AnnouncementResource(ArticleAnnouncements articleAnnouncements, ArticleIdentities identities, AuditLog audit) {
        this.articleAnnouncements = articleAnnouncements;
        this.identities = identities;
        this.audit = audit;
    }

    /** State of an announcement. */
    @Schema(name = "Announcement", description = "Whether subscribers get mails about an article.")
    public record AnnouncementDetail(
            @NotNull @Schema(
                    description = "`none`: subscribers get mails when the article is published; `waiting`: the "
                            + "mails are being sent; `sent`: the mails were sent and are not sent again; "
                            + "`muted`: subscribers get no mails.",
                    enumeration = { "none", "waiting", "sent", "muted" }, examples = "sent") String state,
            @NotNull @Schema(description = "The number of mails so far.", examples = "128") int mails){}

    @GET
    @Operation(operationId = "getAnnouncement", summary = "Read whether an article was announced to subscribers")
    public AnnouncementDetail read(@PathParam("article") String article) {
        return articleAnnouncements.progress(identities.requireId(article))
                .map(p -> new AnnouncementDetail(p.state(), p.mails()))
                .orElse(new AnnouncementDetail("none", 0));
    }

    @POST
    @Path("mute")
    @Transactional
    @Operation(operationId = "muteAnnouncement", summary = "Publish an article without announcing it to subscribers",
            description = "Call this before the article is published. An article dated back by more than "
                    + ArticleAnnouncements.MAX_NEWS_AGE_DAYS + " days, as imports do, is muted automatically.")
    public AnnouncementDetail mute(@PathParam("article") String article) {
        var id = identities.requireId(article);
        articleAnnouncements.mute(id);
        audit.record("announcement.mute", id);
        return read(article);
    }

    @POST
    @Path("unmute")
    @Transactional
    @Operation(operationId = "unmuteAnnouncement",
            summary = "Announce the article to subscribers after all, when it is next published")
    public AnnouncementDetail unmute(@PathParam("article") String article) {
        var id = identities.requireId(article);
        articleAnnouncements.unmute(id);
        audit.record("announcement.unmute", id);
        return read(article);
    }
}
