package dev.byline.comment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.byline.database.JdbcQueries;
import dev.byline.member.MemberExportPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;

/** Contributes a member's likes and reports to the member's data export. */
@ApplicationScoped
class ReactionExportPart implements MemberExportPart {
    private final JdbcQueries jdbcQueries;

    ReactionExportPart(JdbcQueries jdbcQueries) {
        this.jdbcQueries = jdbcQueries;
    }

    /** Likes and reports of a member, oldest first. */
    @Schema(name = "OwnReactions", description = "Your likes and reports, oldest first.")
    record OwnReactions(@NotNull List<OwnLike> likes, @NotNull List<OwnReport> reports) {}

    /** A comment that the member likes. */
    @Schema(name = "OwnLike")
    record OwnLike(@NotNull UUID commentId, @NotNull Instant at) {}

    /** A comment that the member reported. */
    @Schema(name = "OwnReport")
    record OwnReport(@NotNull UUID commentId, @NotNull String reason, String note, @NotNull Instant at) {}

    @Override
    public String partName() {
        return "reactions";
    }

    @Override
    public Object export(UUID member, String emailNorm) {
        Map<String, Object> whose = Map.of("member", member);
        var likes = jdbcQueries.list("""
                select comment_id, created_at from comment_like where member_id = :member
                order by created_at, comment_id""", whose,
                r -> new OwnLike(r.getObject(1, UUID.class), JdbcQueries.readTime(r, 2)));
        var reports = jdbcQueries.list("""
                select comment_id, reason, note, created_at from comment_report where member_id = :member
                order by created_at, comment_id""", whose, r -> new OwnReport(r.getObject(1, UUID.class),
                r.getString(2), r.getString(3), JdbcQueries.readTime(r, 4)));
        return likes.isEmpty() && reports.isEmpty() ? null : new OwnReactions(likes, reports);
    }
}
