import { fromPlugins } from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/plugins */
export function plugins({ runtime }: Dependencies): Handler<'plugins'> {
  return () => fromPlugins(runtime.plugins());
}
