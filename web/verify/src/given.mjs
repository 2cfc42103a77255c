// What somebody dropped or chose, and what it is: told by its content, never by its name.
import { codesIn } from './pictures.mjs';

const PICTURES = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', 'RIFF'];
const LARGEST = 33_554_432;
const LONGEST_LIST = 16_777_216;
const LISTS = { 'aeo-trust-list+jwt': 'trust', 'statuslist+jwt': 'statusLists' };

/** The payload or header of a token as a value; undefined for what is none. For sorting and showing alone: nothing is proved. */
export function part(token, place) {
  try {
    const text = token.trim().split('.')[place].replaceAll('-', '+').replaceAll('_', '/');
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

/** The media type of a picture, as far as a browser must be told it; undefined for what is none. */
function pictureType(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 512));
  if (/^\s*<(\?xml|svg|!--)/.test(start) && /<svg[\s>]/.test(start)) return 'image/svg+xml';
  // ftyp: what telephones write (HEIC, AVIF); where the browser cannot open it, the answer says so.
  return PICTURES.some((one) => start.startsWith(one)) || start.startsWith('ftyp', 4) ? '' : undefined;
}

/** `trust` or `statusLists` by the header of a token; undefined for what is neither. */
export const listKind = (bytes) => (bytes.length <= LONGEST_LIST ? LISTS[part(new TextDecoder().decode(bytes), 0)?.typ] : undefined);

/** What is no attestation seems to be, by how it begins: the name of a text of the page; undefined for what nobody can tell. */
export function seemsOf(content) {
  const start = (typeof content === 'string' ? content : String.fromCharCode(...content.subarray(0, 4096))).trimStart();
  if (start.startsWith('%PDF-')) return 'seemsPdf';
  if (start.startsWith('PK\x03\x04') || start.startsWith('\xd0\xcf\x11\xe0')) return 'seemsOffice';
  if (/^https?:\/\/\S+\s*$/i.test(start)) return 'seemsLink';
  return /^[[{]/.test(start) && start.includes('"specVersion"') ? 'seemsRecord' : undefined;
}

/** {kind, name, content}: `trust`, `statusLists`, `attestation`, or `unread` with why. A picture is what is in its codes. */
export async function given(file) {
  const { name } = file;
  if (file.size > LARGEST) return [{ kind: 'unread', name, why: 'tooLarge' }];
  const bytes = new Uint8Array(await file.arrayBuffer());
  const picture = pictureType(bytes);
  if (picture !== undefined) return pictured(name, new Blob([bytes], { type: picture }));
  return [{ kind: listKind(bytes) ?? 'attestation', name, content: bytes }];
}

async function pictured(name, picture) {
  try {
    const { contents, unread } = await codesIn(picture);
    if (!contents.length) return [{ kind: 'unread', name, why: 'noCode' }];
    const codes = contents.map((content) => ({ kind: 'attestation', name, content }));
    // A yes about one firm must not hide another that could not be read.
    return unread ? [...codes, { kind: 'unread', name, why: 'otherCode' }] : codes;
  } catch {
    return [{ kind: 'unread', name, why: 'noPicture' }];
  }
}
