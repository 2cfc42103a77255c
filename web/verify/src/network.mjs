// The one place from which this page asks another host, and never by itself.
const LARGEST = 16_777_216;
const PATIENCE = 20_000;

/** Why nothing was fetched: `why` is the key of a text of the page. */
export class NotFetched extends Error {
  constructor(why, places = {}) {
    super(why);
    Object.assign(this, { why, places });
  }
}

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
  if (!isAskable(address)) throw new NotFetched('whyNotAsked');
  const response = await answered(address);
  if (response.type === 'opaqueredirect') throw new NotFetched('whyElsewhere');
  if (!response.ok) throw new NotFetched('whyStatus', { status: response.status });
  const parts = [];
  let length = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read().catch((error) => { throw reason(error); });
    if (done) break;
    length += value.length;
    if (length > LARGEST) {
      await reader.cancel();
      throw new NotFetched('whyLong');
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const answered = (address) => fetch(address, {
  cache: 'no-store', credentials: 'omit', redirect: 'manual', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(PATIENCE),
}).catch((error) => { throw reason(error); });

/** A browser does not tell a page whether a host is away or does not let it read: both are one error. */
function reason(error) {
  if (error.name === 'TimeoutError') return new NotFetched('whySlow', { seconds: PATIENCE / 1000 });
  return new NotFetched(navigator.onLine ? 'whyUnread' : 'whyOffline');
}
