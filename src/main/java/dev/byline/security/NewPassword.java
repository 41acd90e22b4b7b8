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
 * Validates a newly chosen password: {@value #MIN_LENGTH} to {@value #MAX_LENGTH} code points of any kind, at least
 * {@value #MIN_DISTINCT_CHARACTERS} of them different (NIST SP
 * 800-63B §3.1.1.2 requires a minimum length, and no rules of composition). Null is valid.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NewPassword.NewPasswordValidator.class)
public @interface NewPassword {
    /** The minimum length of a password, in code points. */
    int MIN_LENGTH = 12;
    /** The maximum length of a password, in code points. */
    int MAX_LENGTH = 200;
    /** The minimum number of different code points of a password. */
    int MIN_DISTINCT_CHARACTERS = 5;

    /** The rule, as validation messages state it. */
    String RULE_MESSAGE = "must have " + MIN_LENGTH + " to " + MAX_LENGTH + " characters, at least "
            + MIN_DISTINCT_CHARACTERS + " of them different";

    String message() default RULE_MESSAGE;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Checks a password against the rule. */
    class NewPasswordValidator implements ConstraintValidator<NewPassword, String> {
        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || isAcceptable(value);
        }

        /** Tells whether a password, for instance of a form, satisfies the rule. Null is not accepted here. */
        public static boolean isAcceptable(String value) {
            long length = value.codePoints().count();
            return length >= MIN_LENGTH && length <= MAX_LENGTH
                    && value.codePoints().distinct().count() >= MIN_DISTINCT_CHARACTERS;
        }
    }
}
