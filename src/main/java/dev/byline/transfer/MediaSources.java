package dev.byline.transfer;

import java.util.Optional;
import java.util.UUID;

import org.hibernate.Session;

import dev.byline.security.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Remembers from which addresses media were fetched (table {@code media_source}). */
@ApplicationScoped
class MediaSources {
    private final Session database;

    MediaSources(Session database) {
        this.database = database;
    }

    /** Finds the medium that was fetched from an address, unless it is in the trash. */
    @Transactional
    Optional<UUID> find(String address) {
        return database.createNativeQuery("""
                select m.id from media_source s join media m on m.id = s.media_id
                where s.address_hash = :hash and m.trashed_at is null""", UUID.class)
                .setParameter("hash", Sha256.of(address)).getResultList().stream().findFirst();
    }

    /** Remembers the medium of an address. */
    @Transactional
    void save(String address, UUID media) {
        database.createNativeMutationQuery("""
                insert into media_source (address_hash, address, media_id)
                select :hash, :address, id from media where id = :media
                on conflict (address_hash) do update set media_id = excluded.media_id""")
                .setParameter("hash", Sha256.of(address)).setParameter("address", address.replace("\0", ""))
                .setParameter("media", media).executeUpdate();
    }
}
