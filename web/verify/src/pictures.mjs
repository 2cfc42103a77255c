// QR codes in pictures, by zxing-wasm. It is loaded when the first picture comes, and from this host.
const OPTIONS = { formats: ['QRCode'], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 16 };
const SIDE = 4096; // no camera needs more, and a bomb of a picture gets no more
let reader;

async function loaded() {
  const zxing = await import('../zxing/reader/index.js');
  const wasm = new URL('../zxing/zxing_reader.wasm', import.meta.url).href;
  await zxing.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return zxing;
}

/** The texts of the codes in a picture or in a frame (ImageData), each once. */
export async function textsIn(picture) {
  reader ??= loaded().catch((error) => { reader = undefined; throw error; });
  const { readBarcodes } = await reader;
  const pixels = picture instanceof ImageData ? picture : await pixelsOf(picture);
  const codes = await readBarcodes(pixels, OPTIONS);
  return [...new Set(codes.filter((code) => code.isValid).map((code) => code.text))];
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

async function pixelsOf(blob) {
  const bitmap = await (blob.type === 'image/svg+xml' ? drawing(blob) : createImageBitmap(blob));
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff'; // what is transparent is paper
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
