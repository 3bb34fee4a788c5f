package io.vaultplatform.finalfile;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;

/** The API of Final File, everything below {@code /api/v1}. */
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Final File",
            version = "1",
            description =
                "A digital estate and its executors. This release has the server, its schema and"
                    + " its probes (/health, /metrics) and no operation yet.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")))
public class FinalFile extends Application {}
