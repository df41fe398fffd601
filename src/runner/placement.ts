import type { PlacedBackend } from '../environment/environment.ts';
import type { StoredObject } from '../results/schema.ts';
import type { ArmPlan } from './plan/arm-plan.ts';
import { infraNamespace } from './plan/labels.ts';
import { SENTINEL } from './plan/plan-arms.ts';

/** What exists before the arms are applied: backends, and what the API made of the objects created up front. */
export class Placement {
  readonly #backends = new Map<string, PlacedBackend>();
  readonly #stored = new Map<string, StoredObject[]>();
  readonly #certificates = new Map<string, Record<string, string>>();

  addBackends(placed: PlacedBackend[]): void {
    for (const backend of placed) this.#backends.set(`${backend.spec.namespace}/${backend.spec.name}`, backend);
  }

  /** The backend of an arm by its name in the manifests (`v1`, `other/v1`). */
  backend(arm: ArmPlan, name: string): PlacedBackend | undefined {
    const [service = '', namespace = ''] = name.split('/').reverse();
    return this.#backends.get(`${arm.namespaces[namespace]}/${service}`);
  }

  /** The sentinel behind the shared Gateways. */
  infraBackend(names: string): PlacedBackend | undefined {
    return this.#backends.get(`${infraNamespace(names)}/${SENTINEL}`);
  }

  addStored(arm: ArmPlan, stored: StoredObject): void {
    const list = this.#stored.get(arm.label) ?? [];
    // A later apply of the same object (a step) replaces what was stored before.
    this.#stored.set(arm.label, [...list.filter(({ object }) => object !== stored.object), stored]);
  }

  stored(arm: ArmPlan): StoredObject[] {
    return this.#stored.get(arm.label) ?? [];
  }

  addCertificate(arm: ArmPlan, secret: string, fingerprint: string): void {
    this.#certificates.set(arm.label, { ...this.#certificates.get(arm.label), [secret]: fingerprint });
  }

  /** Secret name in the manifests → fingerprint of its certificate. */
  certificates(arm: ArmPlan): Record<string, string> {
    return this.#certificates.get(arm.label) ?? {};
  }
}
