// Which lines of content are attestations in the SD-JWT envelope (section 2 of part 7, ATT-2-14).
import { latin1 } from './bytes.mjs';

const MARK = '\xef\xbb\xbf'; // the byte order mark of UTF-8, a byte a character
const SEARCHED = 2_097_152; // bytes that say whether there is an attestation in content
const JOINED = /^[A-Za-z0-9_.~-]+$/;
const DISCLOSURE = /^Wy[IJL]/; // the base64url of [" and what can come next
/** White space at either end of a token or a line is no part of it. */
export function trimmed(text) {
  let start = 0;
  let end = text.length; // by hand: a pattern for the end takes the square of the blanks inside
  while (start < end && ' \t\r\n'.includes(text[start])) start++;
  while (end > start && ' \t\r\n'.includes(text[end - 1])) end--;
  return text.slice(start, end);
}

const begins = (line) => line.startsWith('eyJ');
const points = (line) => line.split('.').length - 1;

/** Whether a line is the rest of the line before it, which is part of an attestation. */
function isRest(line, before) {
  if (!JOINED.test(line)) return false;
  return before.endsWith('~') ? DISCLOSURE.test(line) : !(begins(line) && points(line) >= 2);
}

/** {text, line} for each answer; no text where there is no attestation at all. `line` counts from 1. Of the XML envelope {isXml}. */
export function attestationsIn(bytes) {
  const whole = latin1(bytes);
  const content = withoutMark(whole);
  const searched = withoutMark(whole.slice(0, SEARCHED));
  if (beginsAsXml(content)) return [{ line: 1, isXml: searched.includes('AeoAttestation') }];
  if (!hasAttestation(searched)) return [{ line: 1 }];
  const found = [];
  let before; // the line before, where it is part of an attestation
  for (const [i, line] of content.split('\n').map(trimmed).entries()) {
    const rest = before !== undefined && isRest(line, before);
    if (rest) found.at(-1).text += line;
    else if (begins(line)) found.push({ text: line, line: i + 1 });
    else if (line) found.push({ line: i + 1 });
    before = rest || begins(line) ? line : undefined;
  }
  return found;
}

/** Whether a line begins as an attestation does. */
const hasAttestation = (content) => /(^|\n)[ \t\r]*eyJ/.test(content);
/** Behind blanks, tabs and line ends. */
const beginsAsXml = (content) => /^[ \t\r\n]*</.test(content);

const withoutMark = (content) => (content.startsWith(MARK) ? content.slice(MARK.length) : content);
