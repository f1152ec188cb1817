import type { JsonValue } from '@safeai/core';
import type { JsonPath, PartKind, Speaker, Unscanned } from '@safeai/protocols';
import { BODIES, type MarkedBody } from '../../../../packages/protocols/test/bodies.ts';
import type { Place } from './place.ts';

const MARK = /<<(\w+)\|(\w+)>>/;

/** Every marked place of the bodies that the tests of the formats have. */
export const BODY_PLACES: readonly Place[] = BODIES.flatMap(placesOf);

function placesOf(marked: MarkedBody): Place[] {
  const { name, protocol, direction, body } = marked;
  const jsonTexts = jsonTextsOf(marked);
  const places: Place[] = [];
  visit(body, [], (text, path) => {
    const [, kind, role] = MARK.exec(text) ?? [];
    if (kind === undefined || role === undefined) return;
    const content = kind !== 'unscanned';
    places.push({
      protocol,
      carrier: 'json',
      direction,
      kind: (content ? kind : role) as PartKind | Unscanned['why'],
      ...(content && { role: role as Speaker }),
      where: `${name}: ${path.join('.')}`,
      status: Object.hasOwn(body, 'error') && name.endsWith('error') ? 400 : 200,
      flows: false,
      write: (pieces) =>
        JSON.stringify(
          filled(body, [], (found, at) => {
            const said = at.join('\0') === path.join('\0') ? pieces.join('') : harmless(found);
            const isJson = jsonTexts.has(at.join('\0'));
            return found.replace(MARK, () => (isJson ? JSON.stringify({ note: said }) : said));
          }),
        ),
    });
  });
  return places;
}

/** The places of strings that hold JSON. */
function jsonTextsOf({ protocol, direction, body }: MarkedBody): Set<string> {
  const { parts } =
    direction === 'request' ? protocol.readRequest(body) : protocol.readAnswer(body);
  return new Set(
    parts.filter(({ form }) => form === 'json-text').map(({ path }) => path.join('\0')),
  );
}

/** What stands in all other places: an encoding where there has to be one, elsewhere what nobody takes for a piece of a value. */
function harmless(mark: string): string {
  return /binary|encrypted/.test(mark) ? 'QUJD' : 'all is fine';
}

function visit(
  value: JsonValue,
  path: JsonPath,
  see: (text: string, path: JsonPath) => void,
): void {
  if (typeof value === 'string') see(value, path);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value as Record<string, JsonValue>)) {
    visit(child, [...path, Array.isArray(value) ? Number(key) : key], see);
  }
}

function filled(
  value: JsonValue,
  path: JsonPath,
  fill: (text: string, path: JsonPath) => string,
): JsonValue {
  if (typeof value === 'string') return fill(value, path);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item, index) =>
      filled(item, [...path, index], fill),
    );
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, JsonValue>).map(([key, child]) => [
      key,
      filled(child, [...path, key], fill),
    ]),
  );
}
