import type { SecretRef } from '@safeai/core';
import type { CachedDocument } from './cached-document.ts';
import type { Slot } from './slot.ts';

/** Most references that are kept beside those that are named. */
const MAX_LOOSE = 1000;

/** What documents are made and told apart by. */
export interface DocumentsPorts {
  /** The name of a reference's backend. */
  readonly backendOf: (reference: SecretRef) => string;
  /** A document that was not read, for a reference and those like it. */
  readonly make: (reference: SecretRef) => CachedDocument;
}

/** All documents that are kept: those that the configuration names, and some more that were asked for. */
export class Documents {
  readonly #ports: DocumentsPorts;
  readonly #documents = new Map<string, CachedDocument>();
  /** References that are never forgotten, as texts. */
  named: ReadonlySet<string> = new Set();

  constructor(ports: DocumentsPorts) {
    this.#ports = ports;
  }

  get all(): readonly CachedDocument[] {
    return [...this.#documents.values()];
  }

  get slots(): readonly Slot[] {
    return this.all.flatMap((document) => [...document.slots]);
  }

  /** The document that a reference is kept in; undefined where there is none. */
  of(reference: SecretRef): CachedDocument | undefined {
    return this.#documents.get(this.#addressOf(reference));
  }

  /** Where a reference is kept; made where it is not. */
  slot(reference: SecretRef): { readonly document: CachedDocument; readonly slot: Slot } {
    const address = this.#addressOf(reference);
    let document = this.#documents.get(address);
    if (document?.find(reference) === undefined && this.#count() >= this.named.size + MAX_LOOSE) {
      this.forgetLoose();
      document = this.#documents.get(address);
    }
    if (document === undefined) {
      document = this.#ports.make(reference);
      this.#documents.set(address, document);
    }
    return { document, slot: document.slot(reference) };
  }

  /** Named, or asked for since it was read. */
  isInUse(document: CachedDocument): boolean {
    if (document.isAskedFor) return true;
    return [...document.slots].some(({ reference }) => this.named.has(reference.toString()));
  }

  /** Forgets all references but those that are named. */
  forgetLoose(): void {
    for (const [address, document] of this.#documents) {
      document.keepOnly(this.named);
      if (document.size === 0) this.#documents.delete(address);
    }
  }

  clear(): void {
    this.#documents.clear();
  }

  /** What references into the same secret have in common. */
  #addressOf(reference: SecretRef): string {
    const { path = '', version = '' } = reference;
    return JSON.stringify([this.#ports.backendOf(reference), path, version]);
  }

  #count(): number {
    let count = 0;
    for (const { size } of this.#documents.values()) count += size;
    return count;
  }
}
