/** For whom a root speaks: the administrations that were stated when it was pinned, or all where none were (ATT-5-3). */
export class Reach {
  constructor(stated) {
    this.stated = stated && [...new Set(stated)].sort();
  }

  has(administration) {
    return this.stated === undefined || this.stated.includes(administration);
  }

  /** Lists by roots of different reach are other lists, whatever they call themselves (ATT-5-6). */
  isSameAs(other) {
    return JSON.stringify(this.stated) === JSON.stringify(other.stated);
  }

  and(other) {
    return new Reach(this.stated && other.stated && [...this.stated, ...other.stated]);
  }
}
