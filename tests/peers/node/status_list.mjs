// Read, verify and make tokens with npm jose and @sd-jwt/jwt-status-list.
// Usage: node status_list.mjs read|verify|make < one JSON object > one JSON object
//   read   {token, key, typ, indexes}    -> {header, payload, entries}
//   verify {token, key, typ}             -> {header, payload}
//   make   {key, kid, entries, payload}  -> {token}; entries is the whole list
import { readFileSync } from "node:fs";
import { SignJWT, compactVerify, importJWK } from "jose";
import { StatusList, createHeaderAndPayload, getListFromStatusListJWT } from "@sd-jwt/jwt-status-list";

const asked = JSON.parse(readFileSync(0, "utf8"));

async function verify() {
  const key = await importJWK(asked.key, "ES256");
  const { payload, protectedHeader } = await compactVerify(asked.token, key);
  if (protectedHeader.typ !== asked.typ) throw new Error(`typ is ${protectedHeader.typ}`);
  return { header: protectedHeader, payload: JSON.parse(new TextDecoder().decode(payload)) };
}

async function read() {
  const verified = await verify();
  const list = getListFromStatusListJWT(asked.token);
  return { ...verified, entries: asked.indexes.map((index) => list.getStatus(index)) };
}

async function make() {
  const key = await importJWK(asked.key, "ES256");
  const list = new StatusList(asked.entries, 2);
  const made = createHeaderAndPayload(list, asked.payload, { alg: "ES256", kid: asked.kid });
  return { token: await new SignJWT(made.payload).setProtectedHeader(made.header).sign(key) };
}

const answers = { read, verify, make };
console.log(JSON.stringify(await answers[process.argv[2]]()));
