package dev.byline.contract;

import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;

import org.eclipse.microprofile.openapi.models.Operation;
import org.jboss.jandex.AnnotationTarget.Kind;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/** The annotations of the resource methods, by operation id; the filters read from them what holds for an operation. */
final class OperationAnnotations {
    private final Map<String, MethodInfo> methods = new HashMap<>();

    OperationAnnotations(IndexView index) {
        for (var annotation : index
                .getAnnotations(org.eclipse.microprofile.openapi.annotations.Operation.class)) {
            var id = annotation.value("operationId");
            if (id != null && annotation.target().kind() == Kind.METHOD) {
                methods.put(id.asString(), annotation.target().asMethod());
            }
        }
    }

    /** Returns whether the resource method of an operation has an annotation. */
    boolean has(Operation operation, Class<? extends Annotation> annotation) {
        var method = methods.get(operation.getOperationId());
        return method != null && method.hasDeclaredAnnotation(annotation);
    }
}
