import { Patience } from './patience.ts';

/**
 * What a promise comes to; undefined if it takes longer.
 *
 * @param ms how long it may take
 */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let patience: Patience | undefined;
  const late = new Promise<undefined>((resolve) => {
    patience = new Patience(ms, () => {
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    patience?.stop();
  }
}
