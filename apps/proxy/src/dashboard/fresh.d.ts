// The types of the registry are those of an older version.
declare module 'fresh' {
  /** Whether who asks has the answer already. */
  export default function fresh(
    asked: Readonly<Record<string, string | readonly string[] | undefined>>,
    answer: Readonly<Record<string, string | undefined>>,
  ): boolean;
}
