package dev.byline.idempotency;

/** An answer with a secret that is shown once, and neither stored nor repeated. */
public interface HasSecrets {
    /** The same answer without it. */
    Object withoutSecrets();
}
