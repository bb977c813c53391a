/**
 * Undo for ROLLBACK. While a script that may roll back is folded, every write to a map leaves behind what was there before; going back runs that backwards. What a savepoint costs does not depend on how large the schema is.
 */

export class Journal {
  private readonly undo: (() => void)[] = [];
  /** Nothing is written down while nobody can go back. */
  recording = false;

  get position(): number {
    return this.undo.length;
  }

  note(undo: () => void): void {
    if (this.recording) this.undo.push(undo);
  }

  back(to: number): void {
    while (this.undo.length > to) this.undo.pop()!();
  }

  clear(): void {
    this.undo.length = 0;
    this.recording = false;
  }
}

/** A map whose writes can be undone. Its order is that of first insertion, and of undoing. */
export class JournaledMap<Key, Value> {
  private readonly map = new Map<Key, Value>();

  constructor(private readonly journal: Journal) {}

  get size(): number {
    return this.map.size;
  }

  get(key: Key): Value | undefined {
    return this.map.get(key);
  }

  has(key: Key): boolean {
    return this.map.has(key);
  }

  values(): IterableIterator<Value> {
    return this.map.values();
  }

  set(key: Key, value: Value): void {
    this.remember(key);
    this.map.set(key, value);
  }

  delete(key: Key): void {
    if (!this.map.has(key)) return;
    this.remember(key);
    this.map.delete(key);
  }

  private remember(key: Key): void {
    if (!this.journal.recording) return;
    const before = this.map.get(key);
    this.journal.note(before === undefined ? () => void this.map.delete(key) : () => void this.map.set(key, before));
  }
}
