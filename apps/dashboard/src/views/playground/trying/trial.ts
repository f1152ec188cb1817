/** Where something is tried. */
export const SURFACES = ['input', 'output', 'tool_request', 'tool_response'] as const;

/** Where something is tried. */
export type Surface = (typeof SURFACES)[number];

/** How what is tried is read. */
export type Format = 'text' | 'json';

/** Everything that is tried but the text itself, which no state of the page holds. */
export interface Trial {
  readonly surface: Surface;
  readonly format: Format;
  readonly tool: string;
  readonly agent: string;
  readonly tenant: string;
}

/** What each is called, and what it is read as. */
const KINDS: Readonly<Record<Surface, { words: string; formats: readonly Format[] }>> = {
  input: { words: 'Input, to the model', formats: ['text', 'json'] },
  output: { words: 'Output, to the user', formats: ['text'] },
  tool_request: { words: 'Tool request', formats: ['json'] },
  tool_response: { words: 'Tool response', formats: ['json', 'text'] },
};

/** A surface in words. */
export function surfaceWords(surface: Surface): string {
  return KINDS[surface].words;
}

/** What can be tried there, what is usual first. */
export function formatsOf(surface: Surface): readonly Format[] {
  return KINDS[surface].formats;
}

/** Whether a tool has a part in it. */
export function isOfTool(surface: Surface): boolean {
  return surface === 'tool_request' || surface === 'tool_response';
}

/** The part of a trial that an address holds; what it does not know is the usual. */
export function placeIn(query: URLSearchParams): Pick<Trial, 'surface' | 'format'> {
  const surface = SURFACES.find((each) => each === query.get('surface')) ?? 'input';
  const formats = formatsOf(surface);
  const [usual = 'text'] = formats;
  return { surface, format: formats.find((each) => each === query.get('as')) ?? usual };
}

/** That part in an address, from which all else is left out. */
export function queryOf({ surface, format }: Pick<Trial, 'surface' | 'format'>): URLSearchParams {
  return new URLSearchParams({ surface, as: format });
}
