package dev.byline.publication;

import java.util.List;
import java.util.UUID;

import dev.byline.text.RenderedBody;

/** A published copy to be written: its content, its rendered body, and its references by id, each kind in its order. */
public record NewPublication(
        UUID articleId,
        PublishedContent content,
        RenderedBody body,
        List<UUID> authors,
        List<UUID> categories,
        List<UUID> tags) {}
