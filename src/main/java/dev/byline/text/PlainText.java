package dev.byline.text;

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
 * Requires plain text of 1 to {@code max} code points that is not blank, and has no control characters and no
 * characters that change the direction of text. The text must be a single line unless {@code multiline} is set. Null is
 * valid. Text is blank if it consists only of white space and default-ignorable characters (UAX #44), which
 * {@link String#isBlank} does not recognize.
 */
@Documented
@Target({ ElementType.TYPE_USE, ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PlainText.PlainTextValidator.class)
public @interface PlainText {
    /** The maximum length in code points. */
    int max();

    /** Whether line breaks and tabs are allowed, as in a description. */
    boolean multiline() default false;

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Validates a text, and reports the rule that the text breaks. */
    class PlainTextValidator implements ConstraintValidator<PlainText, String> {
        private int max;
        private boolean multiline;

        @Override
        public void initialize(PlainText plainText) {
            max = plainText.max();
            multiline = plainText.multiline();
        }

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            var message = value == null ? null : findProblem(value);
            if (message == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
            return false;
        }

        private String findProblem(String value) {
            if (WhiteSpace.isBlank(value)) {
                return "must not be blank";
            }
            if (value.codePointCount(0, value.length()) > max) {
                return "must have 1 to " + max + " characters";
            }
            return value.codePoints().anyMatch(this::isForbidden)
                    ? "must not contain control characters or characters that change the direction of text"
                    : null;
        }

        private boolean isForbidden(int c) {
            if (c == '\n' || c == '\t' || c == '\r') {
                return !multiline;
            }
            return Character.isISOControl(c) || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069
                    || c == 0x2028 || c == 0x2029;
        }
    }
}
