// Makes the vectors of the scrypt and hybrid stanzas with the npm package age-encryption 0.3.1: node vectors.mjs FOLDER
//
// Each is a text head (expect, payload, identity, passphrase, as in the public vectors of the age format), an empty line
// and the file. What no well-behaved tool writes is made by a recipient of our own, so that the MAC over it is right.
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as age from "age-encryption";

const folder = process.argv[2];
const base64 = (bytes) => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
const PASSPHRASE = "correct horse battery staple";

// The package exports no recipient classes: the header of a file it made shows what one of them wrote.
async function stanzasOf(encrypter) {
  const text = Buffer.from(await encrypter.encrypt("")).toString("latin1");
  const lines = text.slice(0, text.indexOf("\n---")).split("\n").slice(1);
  const stanzas = [];
  for (const line of lines) {
    if (line.startsWith("-> ")) stanzas.push({ args: line.slice(3).split(" "), body: "" });
    else stanzas.at(-1).body += line;
  }
  return stanzas.map((s) => new age.Stanza(s.args, new Uint8Array(Buffer.from(s.body, "base64"))));
}

const hybrid = await age.generateHybridIdentity();
const other = await age.generateHybridIdentity();
const hybridRecipient = await age.identityToRecipient(hybrid);
const otherRecipient = await age.identityToRecipient(other);
const classicRecipient = await age.identityToRecipient(await age.generateX25519Identity());

function toPassphrase(passphrase = PASSPHRASE, logN = 10) {
  const encrypter = new age.Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(logN);
  return encrypter;
}

function to(...recipients) {
  const encrypter = new age.Encrypter();
  recipients.forEach((recipient) => encrypter.addRecipient(recipient));
  return encrypter;
}

const written = (stanzas) => to({ wrapFileKey: () => stanzas });

function vector(name, head, file, payload) {
  const sum = createHash("sha256").update(payload ?? "").digest("hex");
  const fields = Object.entries({ ...head, ...(head.expect === "success" ? { payload: sum } : {}) });
  const text = fields.map(([field, value]) => `${field}: ${value}\n`).join("");
  writeFileSync(join(folder, name), Buffer.concat([Buffer.from(text + "\n"), Buffer.from(file)]));
}

const plain = new Uint8Array(randomBytes(300));
const byPassphrase = { passphrase: PASSPHRASE };
const byIdentity = { identity: hybrid };
const success = { expect: "success" };
const noMatch = { expect: "no match" };
const header = { expect: "header failure" };
const payload = { expect: "payload failure" };

// scrypt
vector("scrypt", { ...success, ...byPassphrase }, await toPassphrase().encrypt(plain), plain);
vector("scrypt_empty", { ...success, ...byPassphrase }, await toPassphrase().encrypt(""), "");
vector("scrypt_factor_1", { ...success, ...byPassphrase }, await toPassphrase(PASSPHRASE, 1).encrypt(plain), plain);
vector(
  "scrypt_armored",
  { ...success, ...byPassphrase, armored: "yes" },
  age.armor.encode(await toPassphrase().encrypt(plain)),
  plain,
);
vector("scrypt_utf8", { ...success, passphrase: "Grüße aus dem Tal" }, await toPassphrase("Grüße aus dem Tal").encrypt(plain), plain);
vector("scrypt_no_match", { ...noMatch, passphrase: "another" }, await toPassphrase().encrypt(plain));
const [scrypt] = await stanzasOf(toPassphrase());
const [, salt, factor] = scrypt.args;
const scryptWith = (args, body = scrypt.body) => written([new age.Stanza(["scrypt", ...args], body)]).encrypt(plain);
vector("scrypt_bad_tag", { ...noMatch, ...byPassphrase }, await scryptWith([salt, factor], scrypt.body.map((b, i) => (i ? b : b ^ 1))));
vector("scrypt_factor_21", { ...header, ...byPassphrase }, await scryptWith([salt, "21"]));
vector("scrypt_factor_huge", { ...header, ...byPassphrase }, await scryptWith([salt, "9".repeat(400)]));
vector("scrypt_factor_zero", { ...header, ...byPassphrase }, await scryptWith([salt, "0"]));
vector("scrypt_factor_leading_zero", { ...header, ...byPassphrase }, await scryptWith([salt, "010"]));
vector("scrypt_factor_negative", { ...header, ...byPassphrase }, await scryptWith([salt, "-1"]));
vector("scrypt_factor_no_number", { ...header, ...byPassphrase }, await scryptWith([salt, "aaaa"]));
vector("scrypt_no_factor", { ...header, ...byPassphrase }, await scryptWith([salt]));
vector("scrypt_extra_argument", { ...header, ...byPassphrase }, await scryptWith([salt, factor, "1"]));
vector("scrypt_short_salt", { ...header, ...byPassphrase }, await scryptWith([salt.slice(0, -2), factor]));
vector("scrypt_long_file_key", { ...header, ...byPassphrase }, await scryptWith([salt, factor], new Uint8Array(48)));
vector("scrypt_twice", { ...header, ...byPassphrase }, await written([scrypt, scrypt]).encrypt(plain));
const [classic] = await stanzasOf(to(classicRecipient));
vector("scrypt_and_x25519", { ...header, ...byPassphrase }, await written([classic, scrypt]).encrypt(plain));

// hybrid
vector("hybrid", { ...success, ...byIdentity }, await to(hybridRecipient).encrypt(plain), plain);
vector("hybrid_empty", { ...success, ...byIdentity }, await to(hybridRecipient).encrypt(""), "");
vector("hybrid_two_recipients", { ...success, ...byIdentity }, await to(otherRecipient, hybridRecipient).encrypt(plain), plain);
vector(
  "hybrid_armored",
  { ...success, ...byIdentity, armored: "yes" },
  age.armor.encode(await to(hybridRecipient).encrypt(plain)),
  plain,
);
const grease = { wrapFileKey: () => [new age.Stanza(["grease", "a", "b"], new Uint8Array(7))] };
vector("hybrid_grease", { ...success, ...byIdentity }, await to(grease, hybridRecipient).encrypt(plain), plain);
vector("hybrid_no_match", { ...noMatch, ...byIdentity }, await to(otherRecipient).encrypt(plain));
const [stanza] = await stanzasOf(to(hybridRecipient));
const share = Buffer.from(stanza.args[1], "base64");
const hybridWith = (args, body = stanza.body) =>
  written([new age.Stanza(["mlkem768x25519", ...args], body)]).encrypt(plain);
vector("hybrid_bad_tag", { ...noMatch, ...byIdentity }, await hybridWith([stanza.args[1]], stanza.body.map((b, i) => (i ? b : b ^ 1))));
vector("hybrid_extra_argument", { ...header, ...byIdentity }, await hybridWith([stanza.args[1], "1"]));
vector("hybrid_no_share", { ...header, ...byIdentity }, await hybridWith([]));
vector("hybrid_short_share", { ...header, ...byIdentity }, await hybridWith([base64(share.subarray(0, 1119))]));
vector("hybrid_long_share", { ...header, ...byIdentity }, await hybridWith([base64(Buffer.concat([share, Buffer.alloc(1)]))]));
vector("hybrid_low_order", { ...header, ...byIdentity }, await hybridWith([base64(Buffer.concat([share.subarray(0, 1088), Buffer.alloc(32)]))]));
vector("hybrid_long_file_key", { ...header, ...byIdentity }, await hybridWith([stanza.args[1]], new Uint8Array(48)));
const whole = Buffer.from(await to(hybridRecipient).encrypt(plain));
const end = whole.indexOf("\n--- ") + 5;
const changed = (at) => Buffer.concat([whole.subarray(0, at), Buffer.of(whole[at] ^ 1), whole.subarray(at + 1)]);
const otherMac = Buffer.concat([whole.subarray(0, end), Buffer.from(base64(randomBytes(32))), whole.subarray(end + 43)]);
vector("hybrid_other_mac", { ...header, ...byIdentity }, otherMac);
vector("hybrid_no_payload", { ...header, ...byIdentity }, whole.subarray(0, end + 44));
vector("hybrid_bad_payload", { ...payload, ...byIdentity }, changed(whole.length - 1));
vector("hybrid_cut_payload", { ...payload, ...byIdentity }, whole.subarray(0, whole.length - 1));
