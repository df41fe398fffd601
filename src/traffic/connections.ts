import type { Wire } from './wire.ts';

/** A connection with its number: kept ones show the same number again. */
export interface NumberedWire {
  id: number;
  wire: Wire;
}

/** All open connections of an engine, and the idle ones that are kept for their next request. */
export class Connections {
  readonly #idle = new Map<string, NumberedWire[]>();
  readonly #open = new Set<Wire>();
  #lastId = 0;

  /** The kept connection that was used last, if one still lives. */
  take(key: string): NumberedWire | undefined {
    const idle = this.#idle.get(key);
    for (let last = idle?.pop(); last !== undefined; last = idle?.pop()) {
      if (!last.wire.closed) return last;
      this.close(last.wire);
    }
    return undefined;
  }

  add(wire: Wire): NumberedWire {
    this.#open.add(wire);
    return { id: ++this.#lastId, wire };
  }

  /** Ends its use by one request. */
  keep(key: string, numbered: NumberedWire): void {
    const idle = this.#idle.get(key);
    if (numbered.wire.closed) this.close(numbered.wire);
    else if (idle === undefined) this.#idle.set(key, [numbered]);
    else idle.push(numbered);
  }

  close(wire: Wire): void {
    this.#open.delete(wire);
    wire.close();
  }

  /** Closes the idle connections whose key fits. */
  closeIdle(fits: (key: string) => boolean): void {
    for (const [key, idle] of this.#idle) {
      if (!fits(key)) continue;
      this.#idle.delete(key);
      for (const { wire } of idle) this.close(wire);
    }
  }

  closeAll(): void {
    this.#idle.clear();
    for (const wire of this.#open) this.close(wire);
  }
}
