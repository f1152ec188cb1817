/** Names of callers that no credential names: a local one, the command, a program, the holder of a key by its id. */
const RESERVED = /^(?:local|local-cli|program|key-[0-9a-z]{12})$/i;

/** Control, direction and other invisible characters: they show one name as another. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Whether a credential may name its holder so: on record nobody else is called so, and it reads as what it is. Its
 * length is whoever asks's to bound. O(length).
 */
export function isUserName(name: string): boolean {
  return name !== '' && name === name.trim() && !UNSEEN.test(name) && !RESERVED.test(name);
}
