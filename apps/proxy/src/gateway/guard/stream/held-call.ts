import type { JsonObject, JsonValue } from '@safeai/core';
import {
  editsBetween,
  readArguments,
  type JsonPath,
  type PartForm,
  type ToolArguments,
} from '@safeai/protocols';
import type { JudgedToolCall } from '../tool-calls.ts';
import type { HeldStep } from './held-step.ts';

/** A place of a held event that says something of a call. */
interface Place {
  readonly held: HeldStep;
  readonly path: JsonPath;
}

/** A tool call of the model's whose events wait until it is judged. */
export class HeldCall {
  /** Of its arguments; known once some of them came. */
  form: PartForm;
  /** The field that its arguments stand in: `arguments`, `input`, `code`. */
  readonly field: string;
  /** Empty while it is not named. */
  name = '';
  /** Its arguments, as far as they came. */
  text = '';
  isJudged = false;
  readonly #pieces: (Place & { readonly text: string })[] = [];
  readonly #names: Place[] = [];
  readonly #repetitions: Place[] = [];
  /** Arguments that came with its beginning, in the place of which pieces may come. */
  #initial: (Place & { readonly value: JsonValue }) | undefined;
  #arguments: ToolArguments | undefined;
  #nameInstead: string | undefined;
  #textInstead: string | undefined;

  constructor(form: PartForm, field: string) {
    this.form = form;
    this.field = field;
  }

  /** An event that says a piece of the arguments. */
  add(held: HeldStep, path: JsonPath, text: string): void {
    this.text += text;
    this.#pieces.push({ held, path, text });
    held.open++;
  }

  /** An event that says the arguments once more. */
  repeat(held: HeldStep, path: JsonPath): void {
    if (this.isJudged) {
      this.#sayAgain(held, path);
      return;
    }
    held.open++;
    this.#repetitions.push({ held, path });
  }

  /** An event that says the name. */
  addName(held: HeldStep, path: JsonPath): void {
    if (this.isJudged) {
      this.#sayName(held, path);
      return;
    }
    held.open++;
    this.#names.push({ held, path });
  }

  /** The name goes on as another. */
  rename(name: string): void {
    this.#nameInstead = name;
  }

  /** An event that says arguments which its pieces replace, if there are any. */
  begin(held: HeldStep, path: JsonPath, value: JsonValue): void {
    this.#initial = { held, path, value };
    held.open++;
  }

  /**
   * It is whole: gives what is to be judged, its arguments, and before them those that it began with.
   *
   * @throws SafeAIError `unscanned_content` for arguments that can be read in more than one way
   */
  seal(): readonly JsonObject[] {
    const initial =
      this.#initial === undefined ? [] : [asParameters(this.#initial.value, this.field)];
    if (this.text === '' && initial.length > 0) return initial;
    this.#arguments = argumentsOf(this.text, this.form, this.field);
    return [...initial, this.#arguments.parameters];
  }

  /** Whether its arguments are no JSON object, though said to be. Known once it is sealed. */
  get isUnreadable(): boolean {
    return this.#arguments?.isObject === false;
  }

  /** It goes on. @param judged what became of what `seal` gave */
  release(judged: readonly JudgedToolCall[]): void {
    this.isJudged = true;
    if (this.#initial !== undefined) {
      const { held, path, value } = this.#initial;
      const [first] = judged;
      held.open--;
      if (first?.isChanged === true) {
        held.edits.push(
          ...editsBetween(value, fromParameters(value, first.parameters, this.field), path),
        );
      }
    }
    const last = judged.at(-1);
    if (this.#arguments !== undefined && last?.isChanged === true) {
      const instead = this.#arguments.write(last.parameters);
      if (instead !== this.text) this.#textInstead = instead;
    }
    this.#say();
    for (const { held, path } of this.#repetitions.splice(0)) {
      held.open--;
      this.#sayAgain(held, path);
    }
    for (const { held, path } of this.#names.splice(0)) {
      held.open--;
      this.#sayName(held, path);
    }
  }

  /** Changed arguments stand in the first event that says any. */
  #say(): void {
    const instead = this.#textInstead;
    for (const [index, { held, path, text }] of this.#pieces.splice(0).entries()) {
      held.open--;
      if (instead === undefined) continue;
      const value = index === 0 ? instead : '';
      if (value !== text) held.edits.push({ path, value });
    }
  }

  #sayAgain(held: HeldStep, path: JsonPath): void {
    if (this.#textInstead !== undefined) held.edits.push({ path, value: this.#textInstead });
  }

  #sayName(held: HeldStep, path: JsonPath): void {
    if (this.#nameInstead !== undefined) held.edits.push({ path, value: this.#nameInstead });
  }
}

/** Arguments as a tool gets them; what is no object is told under the name of its field. */
function asParameters(value: JsonValue, field: string): JsonObject {
  return isObject(value) ? value : { [field]: value };
}

/** What arguments become, in the form that they have. */
function fromParameters(value: JsonValue, parameters: JsonObject, field: string): JsonValue {
  if (isObject(value)) return parameters;
  // A field that the tool's contract does not know is emptied.
  return Object.hasOwn(parameters, field) ? (parameters[field] ?? null) : '';
}

/** Some tools take a text, which is no JSON and is not said to be. */
function argumentsOf(text: string, form: PartForm, field: string): ToolArguments {
  if (form === 'json-text') return readArguments(text);
  return {
    parameters: asParameters(text, field),
    isObject: true,
    write(after) {
      const instead = fromParameters(text, after, field);
      return typeof instead === 'string' ? instead : JSON.stringify(instead);
    },
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
