// What somebody dropped or chose, and what it is: told by its content, never by its name.
import { textsIn } from './pictures.mjs';

const PICTURES = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM', 'RIFF'];
const LARGEST = 33_554_432;
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

const isPicture = (bytes) => {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  return PICTURES.some((one) => start.startsWith(one));
};

/** {kind, name, content}: `trust`, `statusLists`, `attestation`, or `unread` with why. A picture is what is in its codes. */
export async function given(file) {
  const { name } = file;
  if (file.size > LARGEST) return [{ kind: 'unread', name, why: 'tooLarge' }];
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPicture(bytes)) return pictured(file);
  const kind = bytes.length < 16_777_216 && LISTS[part(new TextDecoder().decode(bytes), 0)?.typ];
  return [{ kind: kind || 'attestation', name, content: bytes }];
}

async function pictured(file) {
  const { name } = file;
  try {
    const texts = await textsIn(file);
    if (!texts.length) return [{ kind: 'unread', name, why: 'noCode' }];
    return texts.map((content) => ({ kind: 'attestation', name, content }));
  } catch {
    return [{ kind: 'unread', name, why: 'noPicture' }];
  }
}
