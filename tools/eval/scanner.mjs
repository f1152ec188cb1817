/** The scanner that is measured: that of a built core, with everything that is shipped. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BUILT = fileURLToPath(new URL('../../packages/core/dist', import.meta.url));

/**
 * @param folder a built core; the project's own if absent
 * @returns `{ scan, known, personal }`: what finds, in a row's text or payload; the wire types that it can report;
 * those among them that are about a person
 */
export async function loadScanner(folder = BUILT) {
  const { SafeAI, CATALOGUE, scanStructured } = await import(
    pathToFileURL(resolve(folder, 'index.js')).href
  );
  const engine = new SafeAI().detection;
  return {
    scan: ({ text, payload }, options) =>
      text === undefined
        ? scanStructured(engine, payload, options).detections
        : engine.scan(text, options),
    known: new Set(CATALOGUE.map(({ type }) => type)),
    personal: new Set(
      CATALOGUE.filter(({ tags }) => tags[0].startsWith('personal')).map(({ type }) => type),
    ),
  };
}
