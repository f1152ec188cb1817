import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /.well-known/safeai-keys.json */
export function wellKnownKeys({ runtime }: Dependencies): Handler<'well_known_keys'> {
  return () => runtime.audit.publicKeys();
}
