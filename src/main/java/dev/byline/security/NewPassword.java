package dev.byline.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/**
 * A password that somebody chooses: 12 to 200 code points of any kind, at least five of them different (NIST SP 800-63B
 * §3.1.1.2 asks for length, and for no rules of composition). Null is valid.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.NewPasswordValidator.class)
public @interface NewPassword {
    /** More is no password. */
    int MAX_LENGTH = 200;

    /** The rule in words. */
    String RULE_MESSAGE = "must have 12 to 200 characters, at least five of them different";

    String message() default RULE_MESSAGE;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Counts. */
    class NewPasswordValidator implements ConstraintValidator<NewPassword, String> {
        private static final int MIN_LENGTH = 12;
        private static final int MIN_DISTINCT_CHARACTERS = 5;

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || isAcceptable(value);
        }

        /** The same for what is not in a record. */
        public static boolean isAcceptable(String value) {
            long length = value.codePoints().count();
            return length >= MIN_LENGTH && length <= MAX_LENGTH
                    && value.codePoints().distinct().count() >= MIN_DISTINCT_CHARACTERS;
        }
    }
}
