// The words of a made-up helpdesk: some 3,000, the common ones first and used as unevenly as people use words.

/** Stands in ten tickets. */
export const RARE = 'quokka'
/** Stands in every fifth ticket. */
export const USUAL = 'gateway'
/** Stands in nearly every ticket. */
export const COMMON = 'please'

const SPOKEN =
  'the to and a of in is it on for we not with this that after since when from be are was has can no an as at our all some new still again every again then one two but only more now who will would could should before while because since there where which their them she he they user users today yesterday morning week month'
const TRADE =
  'printer laptop screen keyboard mouse network server email mailbox password account access login error message update install software licence phone headset dock monitor cable switch router firewall backup restore folder file share drive disk memory battery charger driver browser page link form report export import invoice order customer contract meeting room projector camera badge door lock sensor alarm boiler pump valve filter fan heater lamp meter panel lift roof window floor desk chair kitchen toner paper tray scanner queue job service desktop tablet profile group calendar invite attachment signature certificate token session timeout request response database record table query index sync copy move rename delete reset reboot restart upgrade patch version release ticket request approval budget payroll holiday onboarding leaver starter contractor vendor supplier delivery return replacement repair warranty spare stock site office branch warehouse factory lab reception'
const ONSETS = 'b bl br c cl cr d dr f fl g gr h j k l m n p pl pr r s sc sl st t tr v w'.split(' ')
const VOWELS = 'a e i o u ai ea ou'.split(' ')
const CODAS = 'l m n nd r rt s st t x ck mp'.split(' ')
const VOCABULARY = 3000
const TABLE = 65_536

/** Numbers from 0 to below 1 that look random and are the same for the same seed. */
export function dice(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = (random, list) => list[Math.floor(random() * list.length)]

export const between = (random, least, most) => least + Math.floor(random() * (most - least + 1))

/** A function that draws words; the n-th is drawn about 1/n times as often as the first. */
export function wordsFrom(random) {
  const table = unevenly(vocabulary(dice(7)))
  return () => table[Math.floor(random() * TABLE)]
}

function vocabulary(random) {
  const words = new Set([...SPOKEN.split(' '), ...TRADE.split(' ')])
  while (words.size < VOCABULARY) words.add(invented(random))
  for (const placed of [RARE, USUAL, COMMON]) words.delete(placed)
  return [...words]
}

function invented(random) {
  const syllable = () => pick(random, ONSETS) + pick(random, VOWELS)
  return syllable() + syllable() + pick(random, CODAS)
}

function unevenly(words) {
  const weights = words.map((_word, index) => 1 / (index + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const counts = weights.map((weight) => Math.max(1, Math.floor((weight / total) * (TABLE - words.length))))
  const table = words.flatMap((word, index) => Array(counts[index]).fill(word))
  while (table.length < TABLE) table.push(words[table.length % words.length])
  return table
}

/** So many words as a sentence. */
export function sentence(draw, count) {
  const words = Array.from({ length: count }, draw).join(' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

/** A word as a name: the short ones are no names. */
export function nameFrom(draw) {
  const word = draw()
  return word.length > 4 ? word.charAt(0).toUpperCase() + word.slice(1) : nameFrom(draw)
}
