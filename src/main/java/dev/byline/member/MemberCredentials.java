package dev.byline.member;

import java.util.Optional;

import dev.byline.security.Credentials;
import dev.byline.security.Sessions;
import dev.byline.text.ParsedEmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Credentials of members, who can sign in with email and password once their address is verified. */
@ApplicationScoped
class MemberCredentials implements Credentials {
    private final MemberRepository members;

    MemberCredentials(MemberRepository members) {
        this.members = members;
    }

    @Override
    public Sessions.Kind kind() {
        return Sessions.Kind.member;
    }

    @Override
    @Transactional
    public Optional<Found> find(String email) {
        return ParsedEmailAddress.parse(email).flatMap(address -> members.findByEmail(address.normalize()))
                .map(m -> new Found(m.id, m.passwordHash, m.verifiedAt != null));
    }
}
