// Ways of looking at a picture in which no code is read as it is: out of focus, in grains, in the dark.
// The ways are those of `aeo verify`, written here again: a canvas draws no filter in every browser.

/** A picture as shades of grey, 0 to 255. */
export class Shades {
  constructor(width, height, values = new Float32Array(width * height)) {
    Object.assign(this, { width, height, values });
  }

  static of({ width, height, data }) {
    const shades = new Shades(width, height);
    for (let i = 0, at = 0; at < data.length; i++, at += 4) shades.values[i] = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
    return shades;
  }

  get pixels() {
    const pixels = new ImageData(this.width, this.height);
    const whole = new Uint32Array(pixels.data.buffer);
    for (let i = 0; i < whole.length; i++) {
      const shade = Math.min(255, Math.max(0, Math.round(this.values[i])));
      whole[i] = 0xff000000 | (shade * 0x010101);
    }
    return pixels;
  }

  /** What is narrower than `radius` is spread over its neighbours. */
  smoothed(radius) {
    const sides = boxOf(radius);
    return this.#spread(sides).#spread(sides);
  }

  /** Each place as much further from its neighbours as it differs from them, `times`. */
  sharpened(radius, times) {
    const around = this.smoothed(radius).values;
    const values = this.values.map((value, i) => Math.min(255, Math.max(0, value + times * (value - around[i]))));
    return new Shades(this.width, this.height, values);
  }

  /** The darkest place black, the lightest white. */
  lit() {
    let [least, most] = [255, 0];
    for (const value of this.values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const range = Math.max(1, most - least);
    return new Shades(this.width, this.height, this.values.map((value) => (value - least) * 255 / range));
  }

  /** Spread along its rows, and turned on its side, so that the next call spreads its columns. */
  #spread({ reach, part }) {
    const { width, height, values } = this;
    const turned = new Shades(height, width);
    const pad = reach + 1;
    let [row, next] = [new Float32Array(width + 2 * pad), new Float32Array(width + 2 * pad)];
    for (let down = 0; down < height; down++) {
      row.set(values.subarray(down * width, (down + 1) * width), pad);
      for (let pass = 0; pass < BOXES; pass++) {
        row.fill(row[pad], 0, pad).fill(row[pad + width - 1], pad + width);
        box(row, next, { reach, part, width });
        [row, next] = [next, row];
      }
      for (let across = 0; across < width; across++) turned.values[across * height + down] = row[pad + across];
    }
    return turned;
  }
}

const BOXES = 3; // as many come near a bell curve

/** How far a box goes to each side, whole places and a part of one, so that several spread as a bell curve of this radius does. */
function boxOf(radius) {
  const variance = radius ** 2 / BOXES;
  const reach = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const part = (2 * reach + 1) * (reach * (reach + 1) - 3 * variance) / (6 * (variance - (reach + 1) ** 2));
  return { reach, part };
}

/** Writes for each place of a row the mean of its box. */
function box(row, means, { reach, part, width }) {
  const [pad, whole] = [reach + 1, 2 * reach + 1 + 2 * part];
  let sum = 0;
  for (let at = 1; at <= 2 * reach + 1; at++) sum += row[at];
  for (let at = pad; at < pad + width; at++) {
    means[at] = (sum + part * (row[at - pad] + row[at + pad])) / whole;
    sum += row[at + pad] - row[at - reach];
  }
}

/** Each way with the picture as it is and in the size that is half as large again. */
export const WAYS = [
  (shades) => shades.sharpened(3, 2),
  (shades) => shades.smoothed(1),
  (shades) => shades.lit(),
  (shades) => shades.smoothed(1).sharpened(4, 3),
];
export const enlarged = (shades) => shades.sharpened(4, 2.5);
