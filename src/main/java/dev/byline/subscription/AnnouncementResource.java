package dev.byline.subscription;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.byline.audit.AuditLog;
import dev.byline.identity.ArticleIdentities;
import dev.byline.security.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Whether subscribers are told of an article. */
@Path("/api/v1/admin/articles/{article}/announcement")
@RolesAllowed(Scope.PUBLISH)
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

    /** How far it is. */
    @Schema(name = "Announcement", description = "Whether subscribers are told of an article.")
    public record AnnouncementDetail(
            @NotNull @Schema(
                    description = "`none`: they will be, when it is published; `waiting`: they are just being told; `sent`: they were, and are not again; `muted`: they are not.",
                    enumeration = { "none", "waiting", "sent", "muted" }, examples = "sent") String state,
            @NotNull @Schema(description = "How many were told so far.", examples = "128") int mails){}

    @GET
    @Operation(operationId = "getAnnouncement", summary = "Read whether subscribers were told of an article")
    public AnnouncementDetail read(@PathParam("article") String article) {
        return articleAnnouncements.progress(identities.require(article))
                .map(p -> new AnnouncementDetail(p.state(), p.mails()))
                .orElse(new AnnouncementDetail("none", 0));
    }

    @POST
    @Path("mute")
    @Transactional
    @Operation(operationId = "muteAnnouncement", summary = "Publish an article without telling subscribers",
            description = "Before it is published. What is dated back by more than two days, as imports do, is muted by itself.")
    public AnnouncementDetail mute(@PathParam("article") String article) {
        var id = identities.require(article);
        articleAnnouncements.mute(id);
        audit.record("announcement.mute", id);
        return read(article);
    }

    @POST
    @Path("unmute")
    @Transactional
    @Operation(operationId = "unmuteAnnouncement",
            summary = "Tell subscribers after all, when the article becomes live next")
    public AnnouncementDetail unmute(@PathParam("article") String article) {
        var id = identities.require(article);
        articleAnnouncements.unmute(id);
        audit.record("announcement.unmute", id);
        return read(article);
    }
}
