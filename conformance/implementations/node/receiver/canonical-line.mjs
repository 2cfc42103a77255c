// Lines in their canonical bytes and no other spelling (XCH-8-15, CON-6-1), read without recursion.

const LONGEST = 2_097_152; // bytes of a line before its line feed
const DEEPEST = 64; // levels of objects and arrays
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}:,]|[^"[\]{}:,]+/gy;
const WHOLE = /^(0|-?[1-9][0-9]*)$/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The texts of the lines of a file, each ended by one line feed; undefined where one is too long, no UTF-8, or not ended. */
export function linesIn(content) {
  const lines = [];
  for (let from = 0; from < content.length;) {
    const to = content.indexOf(0x0a, from);
    if (to < 0 || to - from > LONGEST) return { lines, isWhole: false };
    try {
      lines.push(utf8.decode(content.subarray(from, to)));
    } catch {
      return { lines, isWhole: false };
    }
    from = to + 1;
  }
  return { lines, isWhole: true };
}

/** What a line says, or undefined where it is spelled otherwise than in its canonical bytes. */
export function valueOf(line) {
  if (Buffer.byteLength(line) > LONGEST) return undefined;
  try {
    const value = JSON.parse(line);
    return isCanonical(line) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether JSON is spelled canonically: no blank, members in order and each once, texts and numbers in their one spelling. */
function isCanonical(json) {
  const open = []; // of each object or list that is open, the name of its last member
  let before;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const name = JSON.parse(before);
      if (open.at(-1) !== undefined && open.at(-1) >= name) return false;
      open[open.length - 1] = name;
    } else if (token !== ',' && !isCanonicalWord(token)) return false;
    if (open.length > DEEPEST) return false;
    before = token;
  }
  return true;
}

function isCanonicalWord(token) {
  if (token.startsWith('"')) {
    const text = JSON.parse(token);
    return text.isWellFormed() && JSON.stringify(text) === token;
  }
  if (/^[a-z]+$/.test(token)) return true; // true, false, null
  return WHOLE.test(token) && Number.isSafeInteger(Number(token));
}

/** The canonical text of a tree. */
export function lineOf(value) {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${lineOf(value[name])}`).join(',')}}`;
}
