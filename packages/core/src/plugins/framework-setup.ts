import type { JsonObject, JsonValue } from '../json.ts';

/** A language that a framework is used from. */
export type SetupLanguage = 'python' | 'javascript' | 'typescript';

/**
 * How SafeAI is put into projects of an agent framework, as data: `safeai setup` plans it, shows the difference and
 * applies it. SafeAI's own frameworks and those of plugins are described by it alike.
 *
 * In every text, `{{agent_id}}` stands for the agent's id and `{{gateway_url}}` for the server's address.
 */
export interface FrameworkSetup {
  /** What it is called on the command line; in kebab-case, at most 64 characters. */
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** What is written, in a line. */
  readonly description: string;
  /** None for what is no library, such as a coding agent. */
  readonly languages: readonly SetupLanguage[];
  /** What shows that a project uses it: one is enough. Never detected if absent. */
  readonly detect?: FrameworkTraces;
  /** What is written, each into a file of its own. */
  readonly plan: readonly SetupStep[];
  /** Packages that the project needs for it, told and never installed. */
  readonly needs?: PackageNames;
  /** What is left to do by hand, a line each. */
  readonly nextSteps?: readonly string[];
  /** A command that proves it works. */
  readonly verify?: string;
}

/** Names of packages, with a version range where one is meant. */
export interface PackageNames {
  readonly pypi?: readonly string[];
  readonly npm?: readonly string[];
}

/** What a project that uses a framework has: a package among its dependencies, or a path. */
export interface FrameworkTraces extends PackageNames {
  readonly paths?: readonly string[];
}

/** A change of one file. Paths are relative to the project, with forward slashes. */
export type SetupStep = FileStep | LinesStep | JsonStep | YamlStep | AgentStep;

/** Writes a file of its own, with a head that holds the hash of what follows: one that somebody edits is kept. */
export interface FileStep {
  readonly step: 'file';
  readonly path: string;
  readonly content: string;
  /** Only for projects in this language; for all if absent. */
  readonly language?: SetupLanguage;
}

/**
 * Puts lines between two marks at the end of a file whose comments begin with `#`. One that is there already is left
 * out, as is a `NAME=value` of a name that is there.
 */
export interface LinesStep {
  readonly step: 'lines';
  readonly path: string;
  readonly lines: readonly string[];
}

/** Sets members and list items of a JSON file, which may have comments. */
export interface JsonStep {
  readonly step: 'json';
  readonly path: string;
  readonly edits: readonly JsonEdit[];
}

/** One place of a JSON file. */
export interface JsonEdit {
  /** Names of the members that lead there; those that are missing are made. */
  readonly at: readonly string[];
  /** What stands there: a member with another value is somebody's, and kept. */
  readonly value?: JsonValue;
  /** An item of the list that stands there; `value` is absent then. */
  readonly item?: JsonValue;
  /** How the item is known again: a text that this property holds, in it or in what it holds. */
  readonly known?: { readonly by: string; readonly has: string };
  /** A value that is there is left as it is, whatever it is. */
  readonly keep?: boolean;
}

/** Adds an item to a list of a YAML file. */
export interface YamlStep {
  readonly step: 'yaml';
  readonly path: string;
  /** Names that lead to the list, which is made if it is missing. */
  readonly list: readonly string[];
  readonly item: JsonObject;
  /** The member by which an item is known again. */
  readonly key: string;
}

/**
 * Makes the agent known to `safeai.yaml`: as an identity where the file lists identities, since agents that are not
 * listed are blocked then; else as an example in comments. Writes the file where there is none.
 */
export interface AgentStep {
  readonly step: 'agent';
}
