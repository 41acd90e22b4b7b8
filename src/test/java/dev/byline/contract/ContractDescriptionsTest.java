package dev.byline.contract;

import static org.eclipse.microprofile.openapi.OASFactory.createOperation;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.junit.jupiter.api.Test;

class ContractDescriptionsTest {
    @Test
    void a_parameter_without_a_description_fails_with_a_sentence() {
        var operation = createOperation().operationId("readShelf");
        for (var in : new In[]{ In.PATH, In.QUERY, In.HEADER }) {
            var failure = assertThrows(IllegalStateException.class, () -> ContractDescriptions.addDescription(operation,
                    createParameter().name("shelf").in(in)));
            assertTrue(failure.getMessage().startsWith("The " + in + " parameter 'shelf' of the operation 'readShelf' "
                    + "has no description"), failure.getMessage());
            assertTrue(failure.getMessage().contains("Add @Parameter(description"), failure.getMessage());
        }
    }

    @Test
    void a_parameter_keeps_the_description_of_its_operation() {
        var parameter = createParameter().name("article").in(In.PATH).description("The first article.");
        ContractDescriptions.addDescription(createOperation(), parameter);
        assertEquals("The first article.", parameter.getDescription());
    }
}
