package dev.byline.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.byline.mail.LinkAction;
import dev.byline.problem.ProblemException;
import dev.byline.security.NewPassword;
import dev.byline.site.SiteService;
import dev.byline.web.Paths;
import jakarta.enterprise.context.ApplicationScoped;

/** The actions behind the links in mails to members. */
final class MemberPages {
    private MemberPages() {
    }

    /** Verifies the address of a new account. */
    @ApplicationScoped
    static class VerifyEmailPage implements LinkAction {
        private final MemberSignUp signUp;

        VerifyEmailPage(MemberSignUp signUp) {
            this.signUp = signUp;
        }

        @Override
        public String name() {
            return "verify-email";
        }

        @Override
        public String perform(String token, String input) {
            signUp.verify(token);
            return null;
        }
    }

    /** Changes the address of an account. */
    @ApplicationScoped
    static class ChangeEmailPage implements LinkAction {
        private final MemberService members;

        ChangeEmailPage(MemberService members) {
            this.members = members;
        }

        @Override
        public String name() {
            return "change-email";
        }

        @Override
        public String perform(String token, String input) {
            members.changeEmail(token);
            return null;
        }
    }

    /**
     * Leads to the reader page, which exchanges the token for a session, if the site has no {@code signInUrl}. Without
     * the reader page it leads to the site without the token, because no page of the site can use it.
     */
    @ApplicationScoped
    static class SignInPage implements LinkAction {
        private final SiteService site;
        private final boolean hasReaderPage;

        SignInPage(SiteService site,
                @ConfigProperty(name = Paths.READER_PAGE_SETTING, defaultValue = "true") boolean hasReaderPage) {
            this.site = site;
            this.hasReaderPage = hasReaderPage;
        }

        /** Puts the token into the fragment, which browsers send to no server. */
        @Override
        public String destination(String token) {
            if (hasReaderPage) {
                return ".." + Paths.READER_PAGE + "sign-in#token="
                        + URLEncoder.encode(token == null ? "" : token, UTF_8);
            }
            var settings = site.readPublic();
            return settings.siteUrl == null ? "../" : settings.siteUrl.replace("{locale}", settings.defaultLocale);
        }

        @Override
        public String name() {
            return "sign-in";
        }

        @Override
        public String perform(String token, String input) {
            throw ProblemException.notFound("action of the page", name());
        }
    }

    /** Sets a new password. */
    @ApplicationScoped
    static class ResetPasswordPage implements LinkAction {
        private final MemberPasswords passwords;

        ResetPasswordPage(MemberPasswords passwords) {
            this.passwords = passwords;
        }

        @Override
        public String name() {
            return "reset-password";
        }

        @Override
        public boolean asksForPassword() {
            return true;
        }

        @Override
        public String perform(String token, String input) {
            if (!NewPassword.NewPasswordValidator.isAcceptable(input)) {
                throw ProblemException.invalid("/password", NewPassword.RULE_MESSAGE);
            }
            passwords.reset(token, input);
            return null;
        }
    }
}
