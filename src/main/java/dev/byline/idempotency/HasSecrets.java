package dev.byline.idempotency;

/** A response with a secret that is shown once, and neither stored nor repeated. */
public interface HasSecrets {
    /** Returns the same response without the secret. */
    Object withoutSecrets();
}
