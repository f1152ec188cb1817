import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import {
  type Checkpoint,
  checkpointText,
  type Signed,
  type SigningKey,
} from '../format/system-lines.ts';

/** Signs what is stated of the log, with one key. */
export class Signer {
  readonly #kid: string;
  readonly #key: KeyObject;

  constructor({ kid, privateKeyPem }: SigningKey) {
    this.#kid = kid;
    this.#key = createPrivateKey(privateKeyPem);
  }

  sign(text: string): Signed {
    const signature = sign(null, Buffer.from(text), this.#key);
    return { kid: this.#kid, sig: signature.toString('base64url') };
  }

  checkpoint(checkpoint: Checkpoint): Checkpoint & Signed {
    return { ...checkpoint, ...this.sign(checkpointText(checkpoint)) };
  }
}
