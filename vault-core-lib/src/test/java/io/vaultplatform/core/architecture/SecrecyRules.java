package io.vaultplatform.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Where secrets, keys and plaintext may be seen. */
final class SecrecyRules {
  private static final String CRYPTO = "io.vaultplatform.core.crypto.";

  private static final Pattern PRIMITIVES =
      Pattern.compile(
          "(javax\\.crypto|org\\.bouncycastle|com\\.exceptionfactory\\.jagged)(\\..*)?");

  private static final Set<String> PRIMITIVE_CLASSES =
      Set.of(
          "java.security.SecureRandom",
          "java.security.MessageDigest",
          "java.security.Signature",
          "java.security.KeyPairGenerator",
          "java.security.KeyFactory",
          "java.security.KeyStore",
          "java.security.PrivateKey",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom");

  // What a class C item could become if somebody were careless.
  private static final Pattern CONTENT =
      Pattern.compile(
          "byte\\[\\]|java\\.lang\\.String|java\\.io\\..*|java\\.nio\\..*|.*\\.(Bytes|SecretBytes|Opening|Readable)");

  private SecrecyRules() {}

  static List<Rule> of(String root) {
    return List.of(
        Rule.of(
            "only crypto and keys expose secrets",
            noClasses()
                .that()
                .resideOutsideOfPackages(root + ".crypto..", root + ".keys..")
                .should()
                .accessTargetWhere(calls(CRYPTO + "SecretBytes", "expose", "show")),
            "ExposesASecret"),
        Rule.of(
            "only crypto uses JCA",
            noClasses()
                .that()
                .resideOutsideOfPackage(root + ".crypto..")
                .should()
                .dependOnClassesThat(primitives())
                .orShould()
                .accessTargetWhere(calls("java.util.UUID", "randomUUID"))
                .orShould()
                .accessTargetWhere(calls("java.lang.Math", "random")),
            "HashesByItself",
            "DrawsAnId"),
        Rule.of(
            "plaintext has few doors",
            noClasses()
                .that()
                .resideOutsideOfPackages(root + ".crypto..", root + ".keys..")
                .should()
                .accessTargetWhere(calls(CRYPTO + "AgeFile", "decrypt")),
            "OpensAFile"),
        Rule.of(
            "the server never runs scrypt",
            noClasses()
                .that()
                .resideOutsideOfPackage(root + ".crypto..")
                .should()
                .accessTargetWhere(callsAgeWithAPassphrase()),
            "OpensWithAPassphrase"),
        Rule.of(
            "only release opens class B",
            noClasses()
                .that()
                .resideOutsideOfPackages(root + ".escrow..", root + ".release..", root + ".kms..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vaultplatform.core.kms.GateKeyService")
                .orShould()
                .dependOnClassesThat(
                    describe(
                        "are the gate",
                        type -> type.getName().startsWith("io.vaultplatform.core.escrow.Gate")))
                .orShould()
                .dependOnClassesThat(
                    describe(
                        "open for it or let it open",
                        type ->
                            Set.of(
                                    "io.vaultplatform.core.escrow.Readdressing",
                                    "io.vaultplatform.core.escrow.ClaimWarrant",
                                    "io.vaultplatform.core.escrow.ReleaseWarrant")
                                .contains(type.getName()))),
            "AsksTheGate",
            "ReaddressesALetter"),
        Rule.of(
            "nothing turns class C into bytes",
            classes().should(leaveOpaqueAlone()),
            "OpensOpaque"),
        Rule.of("secrets close", classes().should(keepSecretsClosable()), "KeepsASecretForever"));
  }

  static DescribedPredicate<JavaAccess<?>> calls(String owner, String... names) {
    var wanted = Set.of(names);
    return describe(
        "call " + owner + "." + wanted,
        access ->
            access.getTargetOwner().getName().equals(owner)
                && wanted.contains(access.getTarget().getName()));
  }

  // Its cost is the sender's wish, up to a gibibyte: the client spends it, for its own user.
  static DescribedPredicate<JavaAccess<?>> callsAgeWithAPassphrase() {
    return describe(
        "call AgeFile with a passphrase",
        access ->
            access.getTargetOwner().getName().equals(CRYPTO + "AgeFile")
                && access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget method
                && method.getRawParameterTypes().stream()
                    .anyMatch(type -> type.getName().equals(CRYPTO + "Passphrase")));
  }

  static DescribedPredicate<JavaClass> primitives() {
    return describe(
        "are primitives of cryptography or sources of chance",
        type ->
            PRIMITIVE_CLASSES.contains(type.getBaseComponentType().getName())
                || PRIMITIVES.matcher(type.getBaseComponentType().getPackageName()).matches());
  }

  private static ArchCondition<JavaClass> leaveOpaqueAlone() {
    return DependencyRules.condition(
        "not turn an Opaque into content",
        (type, events) -> {
          for (var method : type.getMethods()) {
            boolean takesOpaque =
                method.getRawParameterTypes().stream()
                    .anyMatch(p -> p.getName().endsWith("Item$Opaque"));
            boolean givesContent =
                CONTENT.matcher(method.getRawReturnType().getName()).matches()
                    || method.getRawReturnType().getName().equals("[B")
                    || method.getRawParameterTypes().stream()
                        .anyMatch(p -> p.getName().equals("java.io.OutputStream"));
            if (takesOpaque && givesContent) {
              DependencyRules.breach(
                  events, type, "Method <" + method.getFullName() + "> makes content of class C");
            }
          }
        });
  }

  // A field that holds a secret makes its class the owner: it has to be possible to destroy it.
  private static ArchCondition<JavaClass> keepSecretsClosable() {
    return DependencyRules.condition(
        "be closable when they hold a secret",
        (type, events) -> {
          for (var field : type.getFields()) {
            var kept = field.getRawType().getName();
            boolean secret =
                kept.equals(CRYPTO + "SecretBytes")
                    || kept.equals(CRYPTO + "SigningKey")
                    || kept.equals(CRYPTO + "AgeIdentity")
                    || kept.equals(CRYPTO + "Passphrase");
            boolean destroys =
                type.getMethods().stream().anyMatch(m -> m.getName().equals("close"));
            if (secret && !destroys && !field.getName().startsWith("val$")) {
              DependencyRules.breach(
                  events,
                  type,
                  "Field <" + field.getFullName() + "> is a secret nobody can destroy");
            }
          }
        });
  }
}
