import { UsageError } from '../errors/usage-error.ts';

/**
 * A web address, as it was given.
 *
 * @param name the flag or variable that it is from, for the error
 * @throws UsageError for anything else
 */
export function webAddress(name: string, value: string): string {
  if (/^https?:\/\/\S+$/i.test(value) && URL.canParse(value)) return value;
  throw new UsageError(`${name} must be an address that starts with http:// or https://`);
}
