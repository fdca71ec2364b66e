const LONGEST = 180
const LONGEST_ENDING = 20
const KILOBYTE = 1024

/** A name that can be shown, stored and downloaded anywhere; letters of every script survive. */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    // Control characters, and those that are invisible or turn the reading direction round: they disguise endings.
    .replace(/[\p{Cc}\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFD]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
  return shortened(withoutTail(clean) || 'file')
}

/** Windows drops blanks and dots at the end. Counted back, for a pattern would begin anew at each of them. */
function withoutTail(name: string): string {
  let end = name.length
  while (end > 0 && '. '.includes(name.charAt(end - 1))) end -= 1
  return name.slice(0, end)
}

/** What follows the last dot, in lower case; '' where there is none. */
export function endingOf(name: string): string {
  const [, ending = ''] = /\.([^.]+)$/.exec(name.toLowerCase()) ?? []
  return ending
}

function shortened(name: string): string {
  const letters = Array.from(name)
  if (letters.length <= LONGEST) return name
  const ending = endingOf(name)
  if (ending.length > LONGEST_ENDING) return letters.slice(0, LONGEST).join('')
  return `${letters.slice(0, LONGEST - ending.length - 1).join('')}.${ending}`
}

/** `12 KB`, as people read sizes. */
export function sizeText(bytes: number): string {
  if (bytes < KILOBYTE) return `${bytes} B`
  if (bytes < KILOBYTE * KILOBYTE) return `${Math.round(bytes / KILOBYTE)} KB`
  return `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`
}

const INLINE_IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** Whether a page may show it as a picture: types that carry no script. */
export const isInlineImage = (type: string): boolean => INLINE_IMAGES.has(type)
