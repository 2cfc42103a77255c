// The one place from which this page asks another host, and never by itself.
const LARGEST = 16_777_216;
const PATIENCE = 20_000;

/** Whether an address may be asked: HTTPS, a name that is not this machine, no user; or a file beside this page. */
export function isAskable(address) {
  if (!URL.canParse(address, location.href)) return false;
  const { protocol, origin, hostname, username, password } = new URL(address, location.href);
  if (origin === location.origin) return !username && !password;
  const name = hostname.replace(/\.$/, '');
  const isNumber = name.startsWith('[') || /^[\d.]+$/.test(name); // every spelling of an address of IPv4 was made this one
  return protocol === 'https:' && !username && !password && !isNumber && !/(^|\.)localhost$/.test(name);
}

/** The bytes at an address, whole: no cookie, no referrer, no redirect, no cache, and no more than a list may have. */
export async function asked(address) {
  if (!isAskable(address)) throw new TypeError(`not asked: ${address}`);
  const response = await fetch(address, {
    cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const parts = [];
  let length = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LARGEST) {
      await reader.cancel();
      throw new RangeError(`${address}: too long`);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
