/** Parts of patterns for secrets that only their name gives away. */

/** Ends of a key that names something about a secret, not the secret: `token_type`, `secretName`, `public_key`. */
export const NOT_A_SECRET_KEY =
  '(?<!(?:id|ids|name|type|url|uri|path|file|dir|length|count|size|version|arn|ref|expiry|expires|expiration|expires_?(?:in|at)|ttl|limit|max|min|prefix|suffix|header|field|' +
  'alg|algorithm|format|policy|hint|label|title|encryption|endpoint|issuer|scopes?|status|usage|public_?key|idempotency_?key|cache_?key|hash|digest|checksum|sha256|md5|fingerprint)' +
  '["\']? ?[:=] ?["\']?)';

/** What a value does not begin with: a variable, a template, a path, an address, a member of an object. */
export const NOT_CODE =
  '(?![$%<{(\\[*&@#!|/\\\\.]|[a-z]{2,8}://|(?:process|os|env|self|this|config|settings|secrets|vault|var|local|data|request|req|ctx|args|options|params)[.\\[(])';

/** Not cut out of a longer value, nor the name of something that is called, indexed or asked for a member. */
export const VALUE_END = '(?![A-Za-z0-9_(\\[.-])';

/** Two digits and a letter somewhere in the value: words alone are no keys. */
export const MIXED = '(?=[^0-9\\s]{0,120}[0-9][^0-9\\s]{0,60}[0-9])(?=[^A-Za-z\\s]{0,120}[A-Za-z])';

/** As {@link MIXED} with four digits, where the name says little. */
export const WELL_MIXED =
  '(?=[^0-9\\s]{0,60}[0-9][^0-9\\s]{0,60}[0-9][^0-9\\s]{0,60}[0-9][^0-9\\s]{0,60}[0-9])(?=[^A-Za-z\\s]{0,60}[A-Za-z])';

/** Ends of names with `token`, `secret` or `key` in them that hold none: of pages, of counts, of parts of a language. */
export const NOT_SECRETS: readonly string[] = (
  'nexttoken,pagetoken,nextpagetoken,continuationtoken,synctoken,cursor,tokentype,tokenname,tokenid,tokencount,maxtokens,totaltokens,' +
  'tokens,tokenizer,tokenlength,tokenurl,tokenuri,tokenendpoint,secretname,secretid,secretarn,secretref,publickey,keyid,keyname,cachekey,' +
  'hash,digest,checksum,integrity,sha,sha1,sha256,md5,etag,commit,revision,fingerprint,type,name,version,placeholder,idempotencykey'
).split(',');
