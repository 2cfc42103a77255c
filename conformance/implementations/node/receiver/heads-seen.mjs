// What a stream remembers of the heads that came: which was seen with a number, and between which a person has to decide (XCH-8-8).

/** Heads are told apart by their `digest`; two with one `sequence` are a fork. */
export class HeadsSeen {
  #standing = new Map(); // sequence -> digest of the first that came with it, or of the one that was taken
  #disputes = new Map(); // sequence -> digests of the heads that came until the dispute ends, two or more
  #applied = new Set();
  #taken = new Set();
  #notTaken = new Set();

  /** Notes an authentic head, whatever a later step says of it. */
  see({ sequence, digest }) {
    if (!this.#standing.has(sequence)) this.#standing.set(sequence, digest);
  }

  /** Disputes the number of a head that came as far as step 8, where another one stands for it. */
  compare({ sequence, digest }) {
    const standing = this.#standing.get(sequence);
    if (standing === digest || this.#notTaken.has(digest)) return;
    if (!this.#disputes.has(sequence)) this.#disputes.set(sequence, new Set([standing]));
    this.#disputes.get(sequence).add(digest);
  }

  /** Whether a head is refused: the stream is disputed, or another head was taken in its place. */
  bars({ digest }) {
    return this.#disputes.size > 0 || this.#notTaken.has(digest);
  }

  /** Ends the dispute of which the operator takes a head; a digest that cannot be taken ends none. */
  take(digest) {
    const [sequence, heads] = [...this.#disputes].find(([, digests]) => digests.has(digest)) ?? [];
    if (!heads || !this.#canBeTaken(digest, heads)) return;
    for (const other of heads) if (other !== digest) this.#notTaken.add(other);
    this.#standing.set(sequence, digest);
    this.#taken.add(digest);
    this.#disputes.delete(sequence);
  }

  /** Where a head of the dispute was applied no other one can be taken. */
  #canBeTaken(digest, heads) {
    return this.#applied.has(digest) || ![...heads].some((head) => this.#applied.has(head));
  }

  /** Whether the operator took a head, and by that confirmed its reset or its mass change. */
  isTaken({ digest }) {
    return this.#taken.has(digest);
  }

  noteApplied({ digest }) {
    this.#applied.add(digest);
  }
}
