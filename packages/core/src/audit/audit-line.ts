import type { AuditRecord } from '../boundary/record.ts';

/** `policyName` → `policy_name`, on types. */
type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;

/** Where a line stands in its writer's chain. */
interface Chained {
  /** Version of the format. */
  readonly v: 1;
  readonly writer: string;
  /** From 1, without gaps. */
  readonly seq: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly ts: string;
  /** `hash` of the writer's line before. */
  readonly prev: string;
  readonly hash: string;
}

/** A record as the log and the routes have it: its own fields in snake_case, and its place in the chain. */
export type AuditLine = Chained & {
  readonly [
    Name in keyof AuditRecord as Name extends 'ts' ? never : SnakeCase<Name>
  ]: AuditRecord[Name];
};

/** A line that the log writes about itself; its event begins with `audit.`. */
export interface SystemLine extends Chained {
  readonly event: `audit.${string}`;
  readonly detail: Readonly<Record<string, unknown>>;
}
