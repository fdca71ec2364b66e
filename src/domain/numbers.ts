const PLACE = /\{id(?::0?(\d+)d?)?\}/
const BRACES = /\{[^{}]*\}/

/** `HD-{id:06}` → `HD-001042`; a number wider than its place is shown whole. */
export const formatNumber = (format: string, id: number): string =>
  format.replace(PLACE, (_place, width?: string) => String(id).padStart(Number(width ?? 0), '0'))

/** What is wrong with a format, in words for its author; null if nothing is. */
export function validateNumberFormat(format: string): string | null {
  const [before, after, ...more] = format.split(BRACES)
  if (before === undefined || after === undefined || !PLACE.test(format))
    return 'must contain {id}, or {id:06} with leading zeros'
  if (more.length > 0 || /[{}]/.test(before + after)) return 'may contain {id} once and no other braces'
  if (/\d$/.test(before) || /^\d/.test(after)) return 'must not put a digit next to the number'
  if (Number(PLACE.exec(format)?.[1] ?? 0) > 12) return 'may have at most 12 digits'
  return format.length > 40 ? 'may have at most 40 characters' : null
}

/** Reads what people type for a number: the format in any case, `#1042` and `1042`. Null if it is none. */
export function parseNumber(text: string, format: string): number | null {
  const typed = text.trim().toLowerCase()
  const [before = '', after = ''] = format.toLowerCase().split(BRACES)
  const bare = /^#?\d+$/.test(typed) ? typed.replace('#', '') : inside(typed, before, after)
  if (bare === null || !/^\d{1,15}$/.test(bare)) return null

  const id = Number(bare)
  return id > 0 ? id : null
}

function inside(typed: string, before: string, after: string): string | null {
  const text = typed.replace(before.startsWith('#') ? '' : /^#/, '')
  const fits = text.startsWith(before) && text.endsWith(after) && text.length > before.length + after.length
  return fits ? text.slice(before.length, text.length - after.length) : null
}
