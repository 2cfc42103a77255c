// zlib streams (RFC 1950, 1951), never longer than asked for, and ended where the stream ends. The decompression that
// platforms bring leaves open what follows a stream, and each of them does something else with it.

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = DISTANCES.map((_, i) => Math.max(0, (i >> 1) - 1));
const END = 256;
const LONGEST_CODE = 15;

class Broken extends Error {}

/** A code of Huffman by the lengths of its words; a code that leaves words over is none, save one of one bit. */
class Code {
  constructor(lengths, mayBeOneBit) {
    this.count = new Uint16Array(LONGEST_CODE + 1);
    for (const length of lengths) this.count[length]++;
    const used = lengths.length - this.count[0];
    let left = 1;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      left = left * 2 - this.count[length];
      if (left < 0) throw new Broken();
    }
    const isOneBit = used === 0 || (used === 1 && this.count[1] === 1);
    if (left > 0 && !(mayBeOneBit && isOneBit)) throw new Broken();
    const place = new Uint16Array(LONGEST_CODE + 2);
    for (let length = 1; length <= LONGEST_CODE; length++) place[length + 1] = place[length] + this.count[length];
    this.symbols = new Uint16Array(used);
    lengths.forEach((length, symbol) => { if (length) this.symbols[place[length]++] = symbol; });
  }
}

const FIXED = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const FIXED_CODES = [new Code(FIXED, false), new Code(new Array(32).fill(5), false)];

class Inflating {
  constructor(bytes, most) {
    Object.assign(this, { bytes, most, pos: 2, held: 0, count: 0, size: 0, out: new Uint8Array(Math.min(most, 65_536)) });
  }

  bits(wanted) {
    while (this.count < wanted) {
      if (this.pos >= this.bytes.length) throw new Broken();
      this.held |= this.bytes[this.pos++] << this.count;
      this.count += 8;
    }
    const value = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return value;
  }

  symbol({ count, symbols }) {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.bits(1);
      if (code - count[length] < first) return symbols[index + code - first];
      index += count[length];
      first = (first + count[length]) << 1;
      code <<= 1;
    }
    throw new Broken();
  }

  room(more) {
    const size = this.size + more;
    if (size > this.most) throw new Broken();
    if (size <= this.out.length) return;
    const grown = new Uint8Array(Math.min(this.most, Math.max(size, this.out.length * 2)));
    grown.set(this.out);
    this.out = grown;
  }

  stored() {
    this.held = this.count = 0; // to the next whole byte
    const [a, b, c, d] = this.bytes.subarray(this.pos, this.pos + 4);
    const length = a | (b << 8);
    this.pos += 4;
    if (d === undefined || (length ^ 0xffff) !== (c | (d << 8)) || this.pos + length > this.bytes.length) throw new Broken();
    this.room(length);
    this.out.set(this.bytes.subarray(this.pos, this.pos + length), this.size);
    this.pos += length;
    this.size += length;
  }

  ownCodes() {
    const [literals, distances, given] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    if (literals > 286 || distances > 30) throw new Broken();
    const ofLengths = new Array(19).fill(0);
    for (let i = 0; i < given; i++) ofLengths[ORDER[i]] = this.bits(3);
    const code = new Code(ofLengths, false);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths.push(symbol);
      else {
        if (symbol === 16 && !lengths.length) throw new Broken();
        const again = symbol === 16 ? lengths.at(-1) : 0;
        const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
        for (let i = 0; i < times; i++) lengths.push(again);
      }
    }
    if (lengths.length > literals + distances || !lengths[END]) throw new Broken();
    return [new Code(lengths.slice(0, literals), true), new Code(lengths.slice(literals), true)];
  }

  coded([literals, distances]) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol === END) return;
      if (symbol < END) {
        this.room(1);
        this.out[this.size++] = symbol;
        continue;
      }
      const place = symbol - END - 1;
      if (place >= LENGTHS.length) throw new Broken();
      const length = LENGTHS[place] + this.bits(LENGTH_BITS[place]);
      const back = this.symbol(distances);
      if (back >= DISTANCES.length) throw new Broken();
      const distance = DISTANCES[back] + this.bits(DISTANCE_BITS[back]);
      if (distance > this.size) throw new Broken();
      this.room(length);
      for (let i = 0; i < length; i++, this.size++) this.out[this.size] = this.out[this.size - distance];
    }
  }

  whole() {
    for (let isLast = false; !isLast;) {
      isLast = this.bits(1) === 1;
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 3) throw new Broken();
      else this.coded(kind === 1 ? FIXED_CODES : this.ownCodes());
    }
    return this.out.subarray(0, this.size);
  }
}

function adler32(bytes) {
  let [a, b] = [1, 0];
  for (let i = 0; i < bytes.length;) {
    for (const end = Math.min(i + 3800, bytes.length); i < end; i++) b += a += bytes[i];
    a %= 65_521;
    b %= 65_521;
  }
  return b * 65_536 + a;
}

/** The bytes of a zlib stream that ends where its bytes end; undefined for anything else, and for more than `most` bytes. */
export function inflated(bytes, most) {
  const [method, flags] = bytes;
  const isOurs = (method & 15) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0 && !(flags & 32); // no dictionary
  if (!isOurs) return undefined;
  try {
    const stream = new Inflating(bytes, most);
    const out = stream.whole();
    const [a, b, c, d] = bytes.subarray(stream.pos);
    const isWhole = stream.pos + 4 === bytes.length && ((a * 256 + b) * 256 + c) * 256 + d === adler32(out);
    return isWhole ? out : undefined;
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}
