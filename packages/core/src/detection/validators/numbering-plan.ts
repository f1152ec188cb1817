import metadata from 'libphonenumber-js/min/metadata';

/** Places of two of a plan's fields: the metadata has a plan as a list. */
const NUMBERS = 2;
const TRUNK_PREFIX = 5;

/** How the numbers of a country are formed. */
export interface NumberingPlan {
  /** Matches every number of the plan whole, without trunk prefix. Linear: alternatives of at most 17 digits. */
  readonly numbers: RegExp;
  /** What is dialled before a number at home, `0` in most countries; `''` where there is nothing. */
  readonly trunkPrefix: string;
}

type Fields = readonly unknown[];

const CODES: Readonly<Record<string, readonly string[] | undefined>> =
  metadata.country_calling_codes;
const COUNTRIES: Readonly<Record<string, Fields | undefined>> = metadata.countries;
const OTHERS = metadata.nonGeographic as Readonly<Record<string, Fields | undefined>>;

/** By country or calling code; a plan is compiled when it is first asked for. */
const compiled = new Map<string, readonly NumberingPlan[]>();

function plans(key: string, fields: readonly (Fields | undefined)[]): readonly NumberingPlan[] {
  const made = fields.flatMap((list) => {
    if (list === undefined) return [];
    const trunkPrefix = list[TRUNK_PREFIX];
    return {
      numbers: new RegExp(`^(?:${String(list[NUMBERS])})$`),
      trunkPrefix: typeof trunkPrefix === 'string' ? trunkPrefix : '',
    };
  });
  compiled.set(key, made);
  return made;
}

/** The plan of a country by its ISO 3166-1 code; none if it has no code of its own. */
export function planOf(country: string): NumberingPlan | undefined {
  return (compiled.get(country) ?? plans(country, [COUNTRIES[country]]))[0];
}

/** The plans behind a country calling code of ITU-T E.164 (`1`, `44`, `800`); none if it is not assigned. */
export function plansBehind(callingCode: string): readonly NumberingPlan[] {
  const known = compiled.get(callingCode);
  if (known !== undefined) return known;
  if (CODES[callingCode] === undefined && OTHERS[callingCode] === undefined) return [];
  const countries = (CODES[callingCode] ?? []).map((country) => COUNTRIES[country]);
  return plans(callingCode, [...countries, OTHERS[callingCode]]);
}
