package dev.byline.site;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

import dev.byline.text.ValidWebAddress.WebAddressValidator;
import dev.byline.text.WebAddressDeserializer;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/**
 * Requires a text that is an http or https URL (RFC 3986) when {@code {slug}}, {@code {token}} and {@code {locale}} are
 * filled in; null is valid. Jackson reads an international host in ASCII.
 */
@Documented
@JacksonAnnotationsInside
@JsonDeserialize(using = WebAddressDeserializer.class)
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidUrlTemplate.UrlTemplateValidator.class)
public @interface ValidUrlTemplate {
    /** The placeholder that the template must have, such as {@code slug}; empty if it needs none. */
    String needs() default "";

    String message() default "must be an http or https URL with \\{{needs}\\} in it";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Validates a template by its characters, and by the URL that it gives. */
    class UrlTemplateValidator implements ConstraintValidator<ValidUrlTemplate, String> {
        private String pattern;

        @Override
        public void initialize(ValidUrlTemplate constraint) {
            pattern = "https?://" + (constraint.needs().isEmpty()
                    ? "[!-~]{1,1950}"
                    : "[!-~]{1,1900}\\{" + constraint.needs() + "\\}[!-~]{0,50}");
        }

        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || value.matches(pattern)
                    && WebAddressValidator.isWebAddress(value.replaceAll("\\{(slug|token|locale)\\}", "x"));
        }
    }
}
