package dev.byline.member;

import dev.byline.mail.LinkAction;
import dev.byline.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;

/** The buttons behind the links of members' mails. */
final class MemberPages {
    static final int SHORTEST = 12;
    static final int LONGEST = 200;

    private MemberPages() {
    }

    /** Proves the address. */
    @ApplicationScoped
    static class Verify implements LinkAction {
        private final MemberService members;

        Verify(MemberService members) {
            this.members = members;
        }

        @Override
        public String name() {
            return "verify-email";
        }

        @Override
        public String press(String token, String input) {
            members.verify(token);
            return null;
        }
    }

    /** Changes the address. */
    @ApplicationScoped
    static class ChangeEmail implements LinkAction {
        private final MemberService members;

        ChangeEmail(MemberService members) {
            this.members = members;
        }

        @Override
        public String name() {
            return "change-email";
        }

        @Override
        public String press(String token, String input) {
            members.changeEmail(token);
            return null;
        }
    }

    /** Signs in where no frontend does, and shows the token. */
    @ApplicationScoped
    static class SignIn implements LinkAction {
        private final MemberService members;

        SignIn(MemberService members) {
            this.members = members;
        }

        @Override
        public String name() {
            return "sign-in";
        }

        @Override
        public String press(String token, String input) {
            return members.signIn(token).accessToken();
        }
    }

    /** Sets a new password. */
    @ApplicationScoped
    static class ResetPassword implements LinkAction {
        private final MemberService members;

        ResetPassword(MemberService members) {
            this.members = members;
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
        public String press(String token, String input) {
            if (input.length() < SHORTEST || input.length() > LONGEST) {
                throw ProblemException.invalid("/password",
                        "must have " + SHORTEST + " to " + LONGEST + " characters");
            }
            members.resetPassword(token, input);
            return null;
        }
    }
}
