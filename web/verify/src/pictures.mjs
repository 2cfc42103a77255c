// QR codes in pictures, by zxing-wasm. It is loaded when the first picture comes, and from this host.
import { Shades, WAYS, enlarged } from './ways.mjs';

const OPTIONS = { formats: ['QRCodeModel2'], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 16 };
const MOST = 8_388_608; // pixels that are looked at: no camera needs more, and a bomb of a picture gets no more
let reader;

async function loaded() {
  const zxing = await import('../zxing/reader/index.js');
  const wasm = new URL('../zxing/zxing_reader.wasm', import.meta.url).href;
  await zxing.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return zxing;
}

/** The codes in pixels (ImageData), read or only seen, by one look. */
async function look(pixels) {
  reader ??= loaded().catch((error) => { reader = undefined; throw error; });
  const { readBarcodes } = await reader;
  return (await readBarcodes(pixels, { ...OPTIONS, returnErrors: true })).map((code) => seen(code, pixels));
}

/** A code with what it says, nothing where it was not read, and its corners in parts of the picture. */
function seen({ isValid, bytes, position }, { width, height }) {
  const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
  const ends = (places) => ({ from: Math.min(...places), to: Math.max(...places), middle: places.reduce((sum, place) => sum + place) / 4 });
  return { said: isValid ? bytes : undefined, across: ends(corners.map(({ x }) => x / width)), down: ends(corners.map(({ y }) => y / height)) };
}

const isSomewhere = ({ across, down }) => across.from < across.to && down.from < down.to;
const covers = (one, other) => ['across', 'down'].every((way) => one[way].from <= other[way].middle && other[way].middle <= one[way].to);

const isRead = ({ said }) => said !== undefined;
const inOrder = (codes) => codes.filter(isRead).sort((one, other) => one.down.middle - other.down.middle || one.across.middle - other.across.middle);
/** What codes say, each once, from the top of the picture to its bottom. */
const contentsOf = (codes) => [...new Map(inOrder(codes).map(({ said }) => [said.join(), said])).values()];

/** What the codes before a camera (ImageData) say. One look: the next picture comes at once. */
export const contentsBefore = async (frame) => contentsOf(await look(frame));

/**
 * {contents, unread}: what the codes of a picture say, and how many more are seen that cannot be read. It is looked at in one
 * way after the other until every code that is seen is read.
 */
export async function codesIn(picture) {
  const codes = [];
  for await (const pixels of looksOf(picture)) {
    const now = await look(pixels);
    codes.push(...now);
    if (now.length && now.every(isRead)) break;
  }
  const known = codes.filter(isRead);
  let unread = 0;
  for (const code of codes.filter((one) => !isRead(one) && isSomewhere(one))) {
    if (known.some((other) => covers(other, code))) continue;
    known.push(code); // another way of looking may see it elsewhere
    unread++;
  }
  return { contents: contentsOf(codes), unread };
}

async function* looksOf(picture) {
  const bitmap = await (picture.type === 'image/svg+xml' ? drawing(picture) : createImageBitmap(picture));
  try {
    const pixels = pixelsOf(bitmap);
    yield pixels;
    const shades = Shades.of(pixels);
    for (const way of WAYS) yield way(shades).pixels;
    yield enlarged(Shades.of(pixelsOf(bitmap, pixels.width / bitmap.width * 1.5))).pixels;
  } finally {
    bitmap.close();
  }
}

/** A picture drawn in lines has no pixels of its own; as an image it runs no script and loads nothing. */
async function drawing(blob) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  try {
    await image.decode();
    return await createImageBitmap(image);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

function pixelsOf(bitmap, wanted = 1) {
  const scale = Math.min(wanted, Math.sqrt(MOST / (bitmap.width * bitmap.height)));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#fff'; // what is transparent is paper
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
