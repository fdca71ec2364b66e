import type { Request } from 'express'

/** Fields in which people write at length; never those that hold a secret. */
const LABELS: Readonly<Record<string, string>> = {
  title: 'Title',
  body: 'Text',
  description: 'Description',
  notes: 'Notes',
  text: 'Text',
  reply: 'Reply',
  note: 'Note',
  why: 'Why',
  comment: 'Comment',
  actions: 'Action list',
  items: 'Action list',
  links: 'Links',
}

/** What somebody wrote into a form that was not taken, so that it stands on the page that says so. */
export function typedIn({ method, body }: Pick<Request, 'method'> & { readonly body?: unknown }) {
  if (method !== 'POST') return []
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>
  return Object.entries(LABELS).flatMap(([name, label]) => {
    const text = fields[name]
    return typeof text === 'string' && text.trim() !== '' ? [{ name, label, text }] : []
  })
}
