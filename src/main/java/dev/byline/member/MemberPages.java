package dev.byline.member;

import dev.byline.mail.LinkAction;
import dev.byline.problem.ProblemException;
import dev.byline.security.NewPassword;
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

    /** Signs in for sites without a frontend that does so, and shows the access token. */
    @ApplicationScoped
    static class SignInPage implements LinkAction {
        private final MemberSignIn signIn;

        SignInPage(MemberSignIn signIn) {
            this.signIn = signIn;
        }

        @Override
        public String name() {
            return "sign-in";
        }

        @Override
        public String perform(String token, String input) {
            return signIn.signIn(token).accessToken();
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
