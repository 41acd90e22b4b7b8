package dev.byline.member;

import java.util.Optional;

import dev.byline.security.CredentialStore;
import dev.byline.security.SessionStore;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Credentials of members, who can sign in with email and password once their address is verified. */
@ApplicationScoped
class MemberCredentials implements CredentialStore {
    private final MemberRepository members;

    MemberCredentials(MemberRepository members) {
        this.members = members;
    }

    @Override
    public SessionStore.SubjectKind kind() {
        return SessionStore.SubjectKind.member;
    }

    @Override
    @Transactional
    public Optional<StoredCredentials> findByEmail(String email) {
        return ParsedEmailAddress.parse(email).flatMap(address -> members.findByEmail(address.normalize()))
                .map(m -> new StoredCredentials(m.id, m.passwordHash, m.verifiedAt != null));
    }
}
