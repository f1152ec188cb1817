/** What people write where a secret goes, for a rule's `allow`. */
export const FILLERS: readonly string[] = (
  'your*|my*password|my*secret|my*token|*changeme*|*change-me*|*change_me*|*example*|*placeholder*|*redacted*|*xxxx*|*dummy*|*replace*|' +
  '*insert*|*sample*|*_here|*-here|*foobar*|*fixme*|*todo*|*...|*…|salt*|secret|password|passwd|passphrase|token|string|' +
  'undefined|none|null|nil|true|false|required|optional|test|testing|default|empty|unknown|hidden|masked|encrypted|not_set|unset'
).split('|');

/** One character over and over, as a stand-in for the body of a token. */
export const REPEATED: readonly string[] = ['*xxxxxxxx*', '*########*', '*--------*', '*........*'];
