package io.vaultplatform.finalfile;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The API of Final File, everything below {@code /api/v1}. */
@ApplicationPath("/api/v1")
@LoginConfig(authMethod = "MP-JWT")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Final File",
            version = "1",
            description =
                "A digital estate and its executors. Times are ISO-8601 in UTC, durations ISO-8601,"
                    + " ids UUIDs, binary values base64url without padding. A refusal is a problem"
                    + " document (RFC 9457) that names the field.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")))
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "The access token of POST sessions; it lives ten minutes.")
public class FinalFile extends Application {}
