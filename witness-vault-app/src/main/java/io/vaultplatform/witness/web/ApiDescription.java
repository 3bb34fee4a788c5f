package io.vaultplatform.witness.web;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/**
 * Adds to the description of the API what is the same everywhere: how values are spelled, what a
 * parameter is, what is answered when something is refused. Resources describe what is their own,
 * and it stays as they say it.
 *
 * <p>It follows what the resources declare: whoever needs a sign-in can be refused with 401,
 * whoever takes a body with 400, whoever creates takes an {@code Idempotency-Key}. The system test
 * asks the running server whether this is so.
 */
public final class ApiDescription implements OASFilter {

  @Override
  public void filterOpenAPI(OpenAPI api) {
    var schemas = api.getComponents().getSchemas();
    DescribedValues.in(schemas);
    // Left over from ids in paths, whose one spelling is described where they stand.
    api.getComponents().removeSchema("UUID");
    DescribedHeaders.addTo(api.getComponents());
    DescribedRefusals.addTo(api.getComponents());
    api.getPaths()
        .getPathItems()
        .values()
        .forEach(
            path ->
                path.getOperations()
                    .forEach(
                        (method, operation) -> {
                          DescribedParameters.in(operation);
                          DescribedRefusals.in(method, operation);
                          DescribedHeaders.in(operation);
                        }));
  }
}
