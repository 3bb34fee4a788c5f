// One errand for the npm package age-encryption: node peer.mjs VERB ARGUMENT…
// Files are named, keys and passphrases are arguments: all of them are made for one test.
import { readFileSync, writeFileSync } from "node:fs";
import * as age from "age-encryption";

const [verb, ...given] = process.argv.slice(2);

async function encrypt(encrypter, from, to, form) {
  const file = await encrypter.encrypt(new Uint8Array(readFileSync(from)));
  writeFileSync(to, form === "armored" ? age.armor.encode(file) : file);
}

async function decrypt(decrypter, from, to) {
  const read = readFileSync(from);
  const armored = read.subarray(0, 11).toString("latin1") === "-----BEGIN ";
  const file = armored ? age.armor.decode(read.toString("latin1")) : new Uint8Array(read);
  writeFileSync(to, await decrypter.decrypt(file));
}

const errands = {
  async keygen(suite) {
    const identity =
      suite === "hybrid" ? await age.generateHybridIdentity() : await age.generateX25519Identity();
    console.log(identity);
    console.log(await age.identityToRecipient(identity));
  },
  async encrypt(from, to, form, ...recipients) {
    const encrypter = new age.Encrypter();
    recipients.forEach((recipient) => encrypter.addRecipient(recipient));
    await encrypt(encrypter, from, to, form);
  },
  async "encrypt-passphrase"(from, to, form, passphrase, logN) {
    const encrypter = new age.Encrypter();
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(Number(logN));
    await encrypt(encrypter, from, to, form);
  },
  async decrypt(from, to, identity) {
    const decrypter = new age.Decrypter();
    decrypter.addIdentity(identity);
    await decrypt(decrypter, from, to);
  },
  async "decrypt-passphrase"(from, to, passphrase) {
    const decrypter = new age.Decrypter();
    decrypter.addPassphrase(passphrase);
    await decrypt(decrypter, from, to);
  },
};

await errands[verb](...given);
