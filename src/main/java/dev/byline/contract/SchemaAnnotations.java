package dev.byline.contract;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.byline.security.NewPassword;
import dev.byline.text.ParsedEmailAddress;
import dev.byline.text.PlainText;
import dev.byline.text.ValidEmailAddress;
import dev.byline.text.ValidWebAddress;
import dev.byline.web.Versioned;

/** The annotations of the classes behind the schemas of the contract, and of their fields. */
final class SchemaAnnotations {
    private final IndexView index;

    SchemaAnnotations(IndexView index) {
        this.index = index;
    }

    /** A visitor of the constraints: the schema, the property, and the change that states the constraint. */
    interface ConstraintVisitor {
        void visit(String schema, String property, Consumer<Schema> constraint);
    }

    /** Calls the visitor for each field with a constraint that the scanner does not know. */
    void forEachConstraint(ConstraintVisitor visitor) {
        for (var type : index.getKnownClasses()) {
            for (var field : type.fields()) {
                var text = annotation(field, PlainText.class);
                if (text != null) {
                    visitor.visit(schemaName(type), field.name(),
                            schema -> ContractSchemas.limitLength(schema, 1, text.value("max").asInt()));
                }
                if (annotation(field, ValidEmailAddress.class) != null) {
                    visitor.visit(schemaName(type), field.name(), schema -> {
                        ContractSchemas.limitLength(schema, 3, ParsedEmailAddress.MAX_LENGTH);
                        ContractSchemas.setFormat(schema, "email");
                    });
                }
                if (annotation(field, ValidWebAddress.class) != null) {
                    visitor.visit(schemaName(type), field.name(), schema -> {
                        ContractSchemas.limitLength(schema, 1, ValidWebAddress.MAX_LENGTH);
                        ContractSchemas.setFormat(schema, "uri");
                    });
                }
                if (annotation(field, NewPassword.class) != null) {
                    visitor.visit(schemaName(type), field.name(), schema -> ContractSchemas.limitLength(schema,
                            NewPassword.MIN_LENGTH, NewPassword.MAX_LENGTH));
                }
            }
        }
    }

    /** Calls the consumer with the schema of each class that has an unwrapped field, and the schema of the field. */
    void forEachUnwrapped(BiConsumer<String, String> consumer) {
        for (var type : index.getKnownClasses()) {
            for (var field : type.fields()) {
                var unwrapped = field.hasDeclaredAnnotation(JsonUnwrapped.class)
                        ? index.getClassByName(field.type().name())
                        : null;
                if (unwrapped != null) {
                    consumer.accept(schemaName(type), schemaName(unwrapped));
                }
            }
        }
    }

    /** Returns the schemas whose responses have the version as {@code ETag}. */
    Set<String> versionedSchemas() {
        return index.getAllKnownImplementations(Versioned.class).stream().map(SchemaAnnotations::schemaName)
                .collect(Collectors.toSet());
    }

    /** Returns the annotation of a field, of its type, or of the items of its list. */
    private static AnnotationInstance annotation(FieldInfo field, Class<? extends Annotation> annotation) {
        var name = org.jboss.jandex.DotName.createSimple(annotation);
        var declared = field.declaredAnnotation(name);
        if (declared != null) {
            return declared;
        }
        var ofType = field.type().annotation(name);
        // Other generic types may have no arguments, such as a class inside of a generic class.
        boolean isList = field.type().kind() == Type.Kind.PARAMETERIZED_TYPE
                && field.type().name().toString().equals(List.class.getName());
        return ofType != null || !isList
                ? ofType
                : field.type().asParameterizedType().arguments().get(0).annotation(name);
    }

    private static String schemaName(ClassInfo type) {
        var schema = type.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return schema == null || schema.value("name") == null
                ? type.simpleName()
                : schema.value("name").asString();
    }
}
