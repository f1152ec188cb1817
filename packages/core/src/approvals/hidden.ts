import { tagCovers } from '../tags.ts';

/** What says what an action does: exactly that an approver has to see. */
const DEEDS = ['destructive', 'injection', 'tampering'];

/**
 * The detections that are redacted in what approvers see and what is stored of it: secrets, personal data and
 * whatever else is a value. Commands and instructions stay readable.
 */
export function hidden<T extends { readonly tags: readonly string[] }>(
  detections: readonly T[],
): T[] {
  return detections.filter(
    ({ tags }) => !tags.every((tag) => DEEDS.some((deed) => tagCovers(deed, tag))),
  );
}
