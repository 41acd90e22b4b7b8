package dev.byline.site;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.ZoneId;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** The name of a time zone in the IANA database; null is valid. */
@Documented
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidTimeZone.TimeZoneValidator.class)
public @interface ValidTimeZone {
    /** The time zone of a site that has set none. */
    String DEFAULT = "UTC";

    String message() default "must be the name of a time zone such as Europe/Berlin, Asia/Ho_Chi_Minh or UTC (IANA)";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Validates a name against the time zones that Java knows. */
    class TimeZoneValidator implements ConstraintValidator<ValidTimeZone, String> {
        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || ZoneId.getAvailableZoneIds().contains(value);
        }
    }
}
