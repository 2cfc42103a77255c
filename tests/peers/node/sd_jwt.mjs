// Make and judge attestations with the npm packages jose and @sd-jwt/core.
// Usage: node sd_jwt.mjs TASK KEY.jwk [ALG] < input > output, one JSON value each.
//   verify   tokens                  -> what jose and what @sd-jwt say that each one claims
//   present  {token, names}          -> the presentation that @sd-jwt makes
//   issue    {header, payload, hide, digests} -> a token made by @sd-jwt
//   sign     {header, payload}       -> a compact JWS made by jose
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { SDJwtInstance } from "@sd-jwt/core";
import { digest, ES256 } from "@sd-jwt/crypto-nodejs";
import { CompactSign, compactVerify, importJWK } from "jose";

const [task, keyFile, algorithm = "ES256"] = process.argv.slice(2);
const jwk = JSON.parse(readFileSync(keyFile, "utf8"));
const input = JSON.parse(readFileSync(0, "utf8"));
const key = await importJWK(jwk, algorithm);

async function sdJwt() {
  const settings = { hasher: digest, hashAlg: "sha-256" };
  if (jwk.d) {
    Object.assign(settings, {
      signer: await ES256.getSigner(jwk),
      signAlg: "ES256",
      // That of the package gives 8 bytes; the profile asks for 16.
      saltGenerator: () => randomBytes(16).toString("base64url"),
    });
  } else {
    settings.verifier = await ES256.getVerifier(jwk);
  }
  return new SDJwtInstance(settings);
}

async function verified(token) {
  const { payload, protectedHeader } = await compactVerify(token.split("~")[0], key, {
    algorithms: [algorithm],
  });
  const jose = { header: protectedHeader, payload: JSON.parse(new TextDecoder().decode(payload)) };
  if (algorithm !== "ES256") return { jose };
  const peer = await sdJwt();
  const found = await peer.verify(token, { currentDate: jose.payload.iat });
  return { jose, claims: found.payload };
}

const TASKS = {
  verify: () => Promise.all(input.map(verified)),
  async present() {
    const frame = Object.fromEntries(input.names.map((name) => [name, true]));
    return (await sdJwt()).present(input.token, frame);
  },
  async issue() {
    const frame = { _sd: input.hide, _sd_decoy: input.digests - input.hide.length };
    return (await sdJwt()).issue(input.payload, frame, { header: input.header });
  },
  sign: () =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(input.payload)))
      .setProtectedHeader(input.header)
      .sign(key),
};

console.log(JSON.stringify(await TASKS[task]()));
