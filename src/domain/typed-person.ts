/** A person as somebody typed them into a form. */
export type TypedPerson = { readonly name: string; readonly email: string | null }

const MAIL = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/

export const isMail = (text: string): boolean => text.length <= 254 && MAIL.test(text)

export const mailKey = (email: string): string => email.trim().toLowerCase()

/** Reads `Name <mail>`, a bare mail address, or a bare name; null when nothing was typed. */
export function parsePerson(typed: string): TypedPerson | null {
  const text = typed.replace(/\s+/g, ' ').trim()
  if (text === '') return null

  const [, name, mail] = /^(.*?)\s*<([^<>]+)>$/.exec(text) ?? []
  if (mail !== undefined && isMail(mail.trim()))
    return { name: unquoted(name ?? '') || nameFrom(mail), email: mail.trim() }
  return isMail(text) ? { name: nameFrom(text), email: text } : { name: unquoted(text), email: null }
}

/** The way back: what `parsePerson` reads as the same person. */
export function writePerson({ name, email }: TypedPerson): string {
  const one = name.includes(',') ? `"${name}"` : name
  return email === null ? one : `${one} <${email}>`
}

const unquoted = (name: string) =>
  name
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()

/** `monique.wallace@example.com` → `Monique Wallace`. */
function nameFrom(mail: string): string {
  const words = (mail.trim().split('@')[0] ?? '').split(/[._+-]+/).filter((word) => word !== '')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || mail.trim()
}
