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
 * Requires an email address of at most {@value ParsedEmailAddress#MAX_LENGTH} characters that
 * {@link ParsedEmailAddress} can parse. Null is valid.
 */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidEmailAddress.EmailAddressValidator.class)
public @interface ValidEmailAddress {
    String message() default "must be an email address of at most " + ParsedEmailAddress.MAX_LENGTH + " characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Validates an email address with {@link ParsedEmailAddress}. */
    class EmailAddressValidator implements ConstraintValidator<ValidEmailAddress, String> {
        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || ParsedEmailAddress.parse(value).isPresent();
        }
    }
}
