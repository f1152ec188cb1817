import { uncoveredTags } from '../contracts/registry.ts';
import type { Detection } from '../detection/detection.ts';
import { formatPath } from '../detection/structured-path.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { certainTags } from './decide.ts';

/** Whether a JSON value is an object, with fields that can be taken away one by one. */
export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Copies an object without the named top-level fields; the object itself when there are none. */
export function withoutFields(value: JsonObject, fields: readonly string[]): JsonObject {
  if (fields.length === 0) return value;
  const drop = new Set(fields);
  // Defined one by one: an own key named `__proto__` must stay an own key.
  return Object.fromEntries(Object.entries(value).filter(([name]) => !drop.has(name)));
}

/** The top-level fields that an allow-list does not name. `null` allows all. */
export function undeclaredFields(value: JsonObject, allowed: ReadonlySet<string> | null): string[] {
  return allowed === null ? [] : Object.keys(value).filter((name) => !allowed.has(name));
}

/** The top-level fields in which something was found that a list of tags does not cover. */
export function uncoveredFields(
  value: JsonObject,
  detections: readonly Detection[],
  allowed: readonly string[] | null,
): string[] {
  if (allowed === null) return [];
  return Object.keys(value).filter((name) => {
    const found = detections.filter((detection) => isWithin(detection, name));
    return uncoveredTags(allowed, certainTags([], found)).length > 0;
  });
}

/** The detections that are still there once the fields are gone. */
export function outsideFields(
  detections: readonly Detection[],
  fields: readonly string[],
): readonly Detection[] {
  if (fields.length === 0) return detections;
  return detections.filter((detection) => !fields.some((name) => isWithin(detection, name)));
}

/** Whether a detection lies in a top-level field: in its value at any depth, or in its name. */
function isWithin(detection: Detection, field: string): boolean {
  const { path = '$', location } = detection;
  if (detection.in === 'key' && path === '$') {
    return field.slice(location.start, location.end) === detection.value;
  }
  const own = formatPath([field]);
  return path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`);
}
