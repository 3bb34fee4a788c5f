package io.vaultplatform.core.escrow;

import io.vaultplatform.core.base.CanonicalJson;
import io.vaultplatform.core.content.EncryptionClass;
import io.vaultplatform.core.crypto.Signed;
import io.vaultplatform.core.crypto.SigningKey;
import io.vaultplatform.core.crypto.Suite;
import io.vaultplatform.core.decoders.Decoder;
import java.util.List;

/** The decoders of escrow: what an owner submits, a trustee answers and the gate signs. */
public final class EscrowDecoders {
  private EscrowDecoders() {}

  public static List<Decoder> decoders() {
    var world = new EscrowWorld(2, 3, 2);
    var document = world.document(EncryptionClass.B);
    var armed = world.arm(document).submission();
    var asked = world.ask(armed);
    var first = world.trustees.getFirst();
    var confirmation =
        EscrowWorld.done(
            Confirming.confirm(
                world.shown(armed, asked, 0),
                world.ownerKey.verificationKey(),
                first.identity(),
                first.key(),
                EscrowWorld.NOW));
    var small = document.small();
    var share = armed.trusteeShares().getFirst().share().file();
    var key = SigningKey.generate(Suite.CLASSIC); // signs the wrong bodies, and signs fast
    var signer = key.verificationKey();
    return List.of(
        Decoder.ofSigned(
            "escrow.ReleasePolicy.verify",
            armed.policy(),
            key,
            signed -> ReleasePolicy.verify(signed, signer)),
        Decoder.ofTree(
            "escrow.ReleasePolicy.of", List.of(armed.policy().unverifiedBody()), ReleasePolicy::of),
        Decoder.ofSigned(
            "escrow.ReleaseList.verify",
            armed.releaseList(),
            key,
            signed -> ReleaseList.verify(signed, signer)),
        Decoder.ofSigned(
            "escrow.ShareSet.verify",
            armed.shareSets().getFirst(),
            key,
            signed -> ShareSet.verify(signed, signer)),
        Decoder.ofSigned(
            "escrow.ReleaseKeys.verify",
            asked.keys(),
            key,
            signed -> ReleaseKeys.verify(signed, signer)),
        Decoder.ofSigned(
            "escrow.Confirmation.verify",
            confirmation,
            key,
            signed -> Confirmation.verify(signed, signer)),
        Decoder.ofSigned(
            "escrow.TrusteeProof.verify",
            proof(world, armed),
            key,
            signed -> TrusteeProof.verify(signed, signer)),
        Decoder.ofBytes(
            "escrow.TrusteeChallenge.of",
            List.of(CanonicalJson.bytes(challenge(world, armed).toTree())),
            TrusteeChallenge::of),
        Decoder.ofTree("escrow.Submission.of", List.of(armed.toTree()), Submission::of),
        Decoder.ofTree(
            "escrow.EscrowPacket.of",
            List.of(armed.packets().getFirst().toTree()),
            EscrowPacket::of),
        Decoder.ofBytes(
            "escrow.EscrowShare.of",
            List.of(world.share(armed, 0).bytes(), world.platformShare(armed).bytes()),
            EscrowShare::of),
        Decoder.ofTree(
            "escrow.AloneKit.of",
            List.of(
                new AloneKit(
                        armed.policy(), armed.releaseList(), armed.shareSets(), armed.packets())
                    .toTree()),
            AloneKit::of),
        Decoder.ofText(
            "escrow.ClaimCode.parse", List.of(ClaimCode.generate().text()), ClaimCode::parse),
        Decoder.ofBytes("escrow.SealedFile.of", List.of(share.bytes()), SealedFile::of),
        Decoder.ofBytes(
            "escrow.Entrusted.read",
            List.of(small.header().bytes(), small.metadata()),
            part ->
                Entrusted.read(
                    small.signed(),
                    world.owner,
                    world.ownerKey.verificationKey(),
                    world.epoch.vault(),
                    part,
                    part)),
        Decoder.ofSigned(
            "escrow.Entrusted.read signed",
            small.signed(),
            key,
            signed ->
                Entrusted.read(
                    signed,
                    world.owner,
                    signer,
                    world.epoch.vault(),
                    small.header().bytes(),
                    small.metadata())));
  }

  private static TrusteeChallenge challenge(EscrowWorld world, Submission armed) {
    var owner = world.ownerKey.verificationKey();
    return TrusteeChallenge.fresh(
        EscrowWorld.done(ReleasePolicy.verify(armed.policy(), owner)),
        world.trustees.getFirst().id());
  }

  private static Signed proof(EscrowWorld world, Submission armed) {
    var ada = world.trustees.getFirst();
    return EscrowWorld.done(
        Proving.prove(
            new Proving.Case(
                armed.policy(),
                armed.shareSets(),
                List.of(armed.trusteeShares().getFirst().share()),
                challenge(world, armed).sealed(ada.identity().recipient())),
            world.ownerKey.verificationKey(),
            ada.identity(),
            ada.key(),
            EscrowWorld.NOW));
  }
}
