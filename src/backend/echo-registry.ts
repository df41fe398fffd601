import type { SeenRequest } from '../environment/environment.ts';
import type { EchoIdentity } from './echo-messages.ts';

/** Requests kept per address: more than the largest sample, few enough for hundreds of backends. */
const SEEN_LIMIT = 4096;

/** Who answers at which address, and what was seen there. */
export class EchoRegistry {
  readonly #run: string;
  readonly #byAddress = new Map<string, EchoIdentity>();
  readonly #byArmAndName = new Map<string, EchoIdentity>();
  readonly #marks = new Map<string, string>();
  readonly #log = new Map<string, SeenRequest[]>();
  #partners = new Map<string, string>();

  constructor(run: string) {
    this.#run = run;
  }

  register(identities: EchoIdentity[]): void {
    for (const identity of identities) {
      this.#byAddress.set(identity.address, identity);
      this.#byArmAndName.set(`${identity.arm} ${identity.name}`, identity);
    }
    this.#marks.clear();
  }

  /** The selftest's wrong-arm mutant; an empty list puts everything right again. */
  swap(pairs: [armA: string, armB: string][]): void {
    this.#partners = new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
    this.#marks.clear();
  }

  /** The start of every answer given at this address, as JSON without its closing brace; undefined: nobody is here. */
  marks(address: string): string | undefined {
    const known = this.#marks.get(address);
    if (known !== undefined) return known;
    const own = this.#byAddress.get(address);
    if (own === undefined) return undefined;
    const { arm, name, pod } = this.#swapped(own);
    const marks = JSON.stringify({ marker: 'gateproof-echo', run: this.#run, arm, backend: name, pod }).slice(0, -1);
    this.#marks.set(address, marks);
    return marks;
  }

  #swapped(own: EchoIdentity): EchoIdentity {
    const partner = this.#partners.get(own.arm);
    if (partner === undefined) return own;
    return this.#byArmAndName.get(`${partner} ${own.name}`) ?? { ...own, arm: partner };
  }

  record(address: string, request: SeenRequest): void {
    if (request.nonce === '') return;
    const log = this.#log.get(address);
    if (log === undefined) this.#log.set(address, [request]);
    // Half is dropped at once: shifting one by one would cost the whole array on every request.
    else if (log.push(request) > SEEN_LIMIT) log.splice(0, SEEN_LIMIT / 2);
  }

  /** Requests with this nonce, or of the sample whose nonces are `nonce.1`, `nonce.2`, … */
  seen(address: string, nonce: string): SeenRequest[] {
    const log = this.#log.get(address) ?? [];
    return log.filter((request) => request.nonce === nonce || request.nonce.startsWith(`${nonce}.`));
  }
}
