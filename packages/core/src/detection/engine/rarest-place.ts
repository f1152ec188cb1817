/** Characters of an anchor by which it is looked up. */
export const GRAM = 4;
/** Longest distance from an anchor's start to the end of the four characters that stand for it. */
export const MAX_REACH = 32;

/** How often characters turn up in text, frequent ones first: anchors are looked up by their rarest part. */
const FREQUENT = ' etaoinsrhldcumfpgwybvk-_./:=,"\n0123456789xjqz';

/** Pairs of characters that turn up everywhere. */
const COMMON_PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co ' +
    'me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ho wi no us pe la ta el un so di wa ec ac ' +
    'fo il tr ab ut ss ee et ot ov ow ct'
  )
    .split(' ')
    .concat([
      ' t',
      ' a',
      ' s',
      ' o',
      ' i',
      ' w',
      ' c',
      ' f',
      ' p',
      'e ',
      's ',
      'd ',
      't ',
      'n ',
      'y ',
    ]),
);

/** Words that turn up everywhere; anchors are not looked up by what they share with them. */
const COMMON_WORDS =
  ' a an the of and to in is it for on with as by at be this that are or not from has have had was were will would can ' +
  'could should may must if when where which what who whose how then than there their they them these those you your ' +
  'we our his her its all any some more most many much each every other another one two first last new only also ' +
  'about above after again against along because before being below between both during either into just like made ' +
  'make makes making need needs never next nothing now off once over same see set since so still such take takes ' +
  'taken through under until up upon use used user users uses using very want way well while within without ' +
  'work works add adds allow allows allowed append apply argument arguments array back base block build call called ' +
  'calls case change changes changed character characters check code command comments common content contents ' +
  'context control copy create created current data default defaults define description different directory does ' +
  'document done down end ends error errors even example event events expected export file files find fix following follows ' +
  'format found function functions general get gets give given happens handle here however http https ignore import ' +
  'include includes included including index information input install instance instead interface internal issue item ' +
  'items key keys known language left length let level library license line lines link list load local log long lost ' +
  'main match mesmessages method methods mode model module modules name named names no node null number numbers ' +
  'object objects old open operation option options order original out output own package packages page parameter part ' +
  'pass path pattern place please point possible previous print problem process program project properties property ' +
  'provide provided public queue read reader reads reason release remove removed report request requests require ' +
  'required response result results return returned returns right root rule rules run running safe section server servers ' +
  'service setting settings several should show side simple single size small source specific standard start starts ' +
  'state statement step stop string strings supported support system table tag task test tests text thing things time ' +
  'times token tokens tool tools true type types update updated url valid value values variable version versions ' +
  'world write writing written year years yes ing ings ation ations ment ments ed er ers ly ity able ';

/** Characters of ASCII as one number. */
function packed(text: string): number {
  let number = 0;
  for (let at = 0; at < text.length; at++) number = (number << 7) | text.charCodeAt(at);
  return number;
}

const COMMON_GRAMS: ReadonlySet<number> = new Set(
  Array.from({ length: COMMON_WORDS.length - GRAM + 1 }, (_, at) =>
    packed(COMMON_WORDS.slice(at, at + GRAM)),
  ),
);

/** By pair of characters, whether it turns up everywhere. */
const COMMON_PAIR = new Uint8Array(128 * 128);
for (const pair of COMMON_PAIRS) COMMON_PAIR[packed(pair)] = 1;

/** By character of ASCII, how rarely it turns up. */
const RANKS = Uint8Array.from({ length: 128 }, (_, code) => {
  const rank = FREQUENT.indexOf(String.fromCharCode(code));
  return rank === -1 ? FREQUENT.length : rank;
});

/** How rarely four characters of an anchor, in lower case, turn up elsewhere: the higher, the rarer. */
function rarity(text: string, from: number): number {
  let score = 0;
  let gram = 0;
  let ascii = true;
  for (let at = from; at < from + GRAM; at++) {
    const code = text.charCodeAt(at);
    ascii &&= code < 128;
    gram = (gram << 7) | (code & 127);
    score += RANKS[code] ?? FREQUENT.length;
    const pair = at > from && code < 128 && text.charCodeAt(at - 1) < 128 ? gram & 0x3fff : 0;
    if (COMMON_PAIR[pair] === 1) score -= 12;
  }
  if (ascii && COMMON_GRAMS.has(gram)) score -= 100;
  // The end of one word and the beginning of the next: letters that say little.
  return joinsWords(text, from) || joinsWords(text, from + 1) ? score - 40 : score;
}

function joinsWords(text: string, at: number): boolean {
  return text.charCodeAt(at + 1) === 0x20 && isLetterAt(text, at) && isLetterAt(text, at + 2);
}

function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x61 && code <= 0x7a;
}

/** Where the four characters of an anchor stand that turn up least elsewhere. */
export function rarestPlace(anchor: string): number {
  const text = anchor.toLowerCase();
  let rarest = 0;
  let most = -Infinity;
  for (let from = 0; from + GRAM <= Math.min(text.length, MAX_REACH); from++) {
    const score = rarity(text, from);
    if (score > most) [rarest, most] = [from, score];
  }
  return rarest;
}
