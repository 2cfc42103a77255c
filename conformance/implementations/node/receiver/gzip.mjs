// One member of gzip with nothing behind it (RFC 1952, XCH-6-3). The platform reads several as one, and leaves open what follows.
import { constants } from 'node:buffer';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const [CHECKSUM, EXTRA, NAME, COMMENT] = [2, 4, 8, 16];
const TRAILER = 8; // checksum and length

/** Where the compressed bytes begin; undefined where there is no header of gzip. */
function behindHeader(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  const flags = bytes[3];
  let pos = 10;
  if (flags & EXTRA) pos += 2 + bytes[pos] + bytes[pos + 1] * 256;
  for (const flag of [NAME, COMMENT]) {
    if (flags & flag) pos = bytes.indexOf(0, pos) + 1 || Infinity;
  }
  if (flags & CHECKSUM) pos += 2;
  return pos < bytes.length ? pos : undefined;
}

/** What a file inflates to; undefined where it is no gzip, holds more than `most` bytes, or goes on behind its member. */
export function inflated(bytes, most) {
  const start = behindHeader(bytes);
  if (start === undefined) return undefined;
  const maxOutputLength = Math.min(most + 1, constants.MAX_LENGTH); // never 0, which the platform refuses
  try {
    const { engine } = inflateRawSync(bytes.subarray(start), { info: true, maxOutputLength });
    if (start + engine.bytesWritten + TRAILER !== bytes.length) return undefined;
    return gunzipSync(bytes, { maxOutputLength }); // which compares checksum and length
  } catch {
    return undefined;
  }
}
