/** How a value of the core stands on the wire, and back. */
export interface Mapping<Core, Wire> {
  readonly toWire: (value: Core) => Wire;
  readonly toCore: (value: Wire) => Core;
}

type ReadonlyList<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;

/** The fields on the wire that hold values of a kind as they are. */
type SameIn<Wire, Value> = {
  [Name in keyof Wire & string]: [NonNullable<Value>] extends [
    ReadonlyList<NonNullable<Wire[Name]>>,
  ]
    ? Name
    : never;
}[keyof Wire & string];

/** A field's name on the wire; with how its value is written, where it is written otherwise. */
type Place<Value, Wire> =
  | SameIn<Wire, Value>
  | {
      [Name in keyof Wire & string]: readonly [
        Name,
        Mapping<NonNullable<Value>, NonNullable<Wire[Name]>>,
      ];
    }[keyof Wire & string];

type Fields<Core, Wire> = { readonly [Name in keyof Core]-?: Place<Core[Name], Wire> };

type Write = (value: unknown) => unknown;
type Move = readonly [from: string, to: string, write: Write | null];
type Values = Record<string, unknown>;

/**
 * Describes a record of the core on the wire, once for both ways: each of its fields, in the wire's order. What a
 * record does not say it does not say on the other side either; null stays null.
 */
export function record<Core extends object, Wire extends object>(
  fields: Fields<Core, Wire>,
): Mapping<Core, Wire> {
  const out: Move[] = [];
  const back: Move[] = [];
  for (const [name, place] of Object.entries(fields) as [string, string | [string, AnyMapping]][]) {
    const [wireName, mapping] = typeof place === 'string' ? [place, undefined] : place;
    out.push([name, wireName, mapping?.toWire ?? null]);
    back.push([wireName, name, mapping?.toCore ?? null]);
  }
  return {
    toWire: (value) => moved(value as Values, out) as Wire,
    toCore: (value) => moved(value as Values, back) as Core,
  };
}

type AnyMapping = Mapping<unknown, unknown>;

function moved(source: Values, moves: readonly Move[]): Values {
  const made: Values = {};
  for (const [from, to, write] of moves) {
    const value = source[from];
    if (value === undefined) continue;
    made[to] = write === null || value === null ? value : write(value);
  }
  return made;
}

/** A list, item by item. */
export function listOf<Core, Wire>({
  toWire,
  toCore,
}: Mapping<Core, Wire>): Mapping<readonly Core[], Wire[]> {
  return {
    toWire: (items) => items.map((item) => toWire(item)),
    toCore: (items) => items.map((item) => toCore(item)),
  };
}

/** Milliseconds since the epoch; RFC 3339 on the wire. */
export const TIME: Mapping<number, string> = {
  toWire: (milliseconds) => new Date(milliseconds).toISOString(),
  toCore: (text) => Date.parse(text),
};
