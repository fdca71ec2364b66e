import { COMMON_PASSWORDS } from './common-passwords.ts'

// Keys beside each other, the alphabet and the figures, either way round.
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
]
const SHORTEST_WALK = 4
const SHORTEST_WORD = 3
const INSTEAD: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
}

const known = new Set(COMMON_PASSWORDS.split(/\s+/).filter((word) => word.length >= SHORTEST_WORD))
const longest = Math.max(...[...known].map((word) => word.length))
const walks = WALKS.flatMap((walk) => [walk, Array.from(walk).reverse().join('')])

/** How many passwords are known by name; the forms people give them (figures, signs, doubling) come on top. */
export const KNOWN_PASSWORDS = known.size

/**
 * How many different common pieces this password is made of, when it is made of nothing else; null when something in it
 * is not common. `also` are words that are common for this person, such as the own name.
 */
export function commonPieces(password: string, also: readonly string[]): number | null {
  const own = new Set(also.map(letters).filter((word) => word.length >= SHORTEST_WORD))
  const counts = [letters(password), letters(plain(password))].map((text) => piecesOf(text, own))
  return counts.find((count) => count !== null) ?? null
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const plain = (text: string): string => text.replace(/[@$!013457]/g, (sign) => INSTEAD[sign] ?? sign)

/** Takes the longest common piece each time; figures and repeats are common wherever they stand. */
function piecesOf(text: string, own: ReadonlySet<string>): number | null {
  const found = new Set<string>()
  for (let at = 0; at < text.length;) {
    const piece = pieceAt(text.slice(at), own)
    if (piece === null) return null
    found.add(/^\d+$/.test(piece) ? 'figures' : piece)
    at += piece.length
  }
  return found.size
}

function pieceAt(text: string, own: ReadonlySet<string>): string | null {
  const repeat = /^(.)\1{2,}/u.exec(text)?.[0] ?? ''
  const figures = /^\d+/.exec(text)?.[0] ?? ''
  const pieces = [repeat, figures, walkAt(text), wordAt(text, own)]
  const piece = pieces.reduce((best, other) => (other.length > best.length ? other : best), '')
  return piece === '' ? null : piece
}

function walkAt(text: string): string {
  for (let length = Math.min(text.length, 40); length >= SHORTEST_WALK; length -= 1) {
    const start = text.slice(0, length)
    if (walks.some((walk) => walk.includes(start))) return start
  }
  return ''
}

function wordAt(text: string, own: ReadonlySet<string>): string {
  for (let length = Math.min(text.length, longest); length >= SHORTEST_WORD; length -= 1) {
    const start = text.slice(0, length)
    if (known.has(start) || own.has(start)) return start
  }
  return ''
}
