// Seconds for attestations, one a line: the verifier with all checks, jose with the signature alone, @sd-jwt with signature
// and disclosures. Best of some rounds, in turns.
//   node speed.mjs PACKAGE FOLDER KEY.jwk ROUNDS, with bench.sdjwt, trust.jwt, root.pem and status.jwt in the folder
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { SDJwtInstance } from '@sd-jwt/core';
import { digest, ES256 } from '@sd-jwt/crypto-nodejs';
import { compactVerify, importJWK } from 'jose';

const [packageFolder, folder, keyFile, rounds] = process.argv.slice(2);
const { openVerifier } = await import(pathToFileURL(`${packageFolder}/src/index.mjs`));
const file = (name) => readFileSync(`${folder}/${name}`);
const tokens = file('bench.sdjwt').toString().trim().split('\n');
const jwk = JSON.parse(readFileSync(keyFile));
const key = await importJWK(jwk, 'ES256');
const peer = new SDJwtInstance({ hasher: digest, hashAlg: 'sha-256', verifier: await ES256.getVerifier(jwk) });
const { iat } = JSON.parse(Buffer.from(tokens[0].split('.')[1], 'base64url'));
const at = new Date(iat * 1000);
const evidence = { trust: file('trust.jwt'), roots: file('root.pem'), statusLists: file('status.jwt'), testKeys: true };

const works = {
  async ours() {
    const verifier = await openVerifier(evidence);
    for (const token of tokens) {
      const { verdict } = await verifier.verify(token, { at });
      if (verdict !== 'VALID') throw new Error(`${verdict}: ${token}`);
    }
  },
  async signature() {
    for (const token of tokens) await compactVerify(token.slice(0, token.indexOf('~')), key, { algorithms: ['ES256'] });
  },
  async sdJwt() {
    for (const token of tokens) await peer.verify(token, { currentDate: iat });
  },
};
const best = Object.fromEntries(Object.keys(works).map((name) => [name, Infinity]));
for (let round = 0; round < Number(rounds); round++) {
  for (const [name, work] of Object.entries(works)) {
    const start = performance.now();
    await work();
    best[name] = Math.min(best[name], (performance.now() - start) / 1000);
  }
}
process.stdout.write(JSON.stringify(best));
