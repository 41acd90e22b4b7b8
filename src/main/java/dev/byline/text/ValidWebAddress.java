package dev.byline.text;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.net.URISyntaxException;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/**
 * Requires an absolute http or https URL of at most {@value #MAX_LENGTH} characters (RFC 3986); null is valid. The host
 * may be international: Jackson reads the field with the host in ASCII.
 */
@Documented
@JacksonAnnotationsInside
@JsonDeserialize(using = WebAddressDeserializer.class)
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidWebAddress.WebAddressValidator.class)
public @interface ValidWebAddress {
    /** The maximum length of a URL, in UTF-16 units. */
    int MAX_LENGTH = 2_000;

    /** True to accept references to media, too; see {@link MediaAddress}. */
    boolean orMedium() default false;

    String message() default "must be an absolute http or https address of at most " + MAX_LENGTH + " characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Validates a URL with {@link URI}. */
    class WebAddressValidator implements ConstraintValidator<ValidWebAddress, String> {
        private boolean orMedium;

        @Override
        public void initialize(ValidWebAddress constraint) {
            orMedium = constraint.orMedium();
        }

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            if (value == null || orMedium && value.length() <= MAX_LENGTH && MediaAddress.parse(value) != null) {
                return true;
            }
            return isWebAddress(value);
        }

        /** Returns whether a text is an absolute http or https URL of at most {@value #MAX_LENGTH} characters. */
        public static boolean isWebAddress(String text) {
            try {
                var uri = new URI(text);
                return text.length() <= MAX_LENGTH && uri.getHost() != null
                        && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
