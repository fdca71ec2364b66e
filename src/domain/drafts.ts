/** What a form held: every value of every name, to the letter. */
export type DraftFields = Readonly<Record<string, readonly string[]>>

export type DraftEntry = {
  /** Counts up within its draft; a form that goes on with an entry names it. */
  readonly slot: number
  /** Raised by each saving, so that two windows that went on with the same entry are told apart. */
  readonly rev: number
  /** A word the window made up; empty for a page without a script. */
  readonly window: string
  readonly at: number
  readonly fields: DraftFields
  /** Why what was to be sent came back. */
  readonly unsent?: string
}

/** One person's unfinished writing in one place, the newest first. */
export type Drafts = {
  readonly next: number
  readonly entries: readonly DraftEntry[]
  /** Windows whose text has been sent: what they still save late is of no use. */
  readonly sent: readonly string[]
}

export const NO_DRAFTS: Drafts = { next: 1, entries: [], sent: [] }

/** Which entry a form went on with, and in which window. */
export type DraftRef = { readonly slot: number | null; readonly rev: number | null; readonly window: string }

const MOST_ENTRIES = 3
const MOST_SENT = 8

/** `3.2.k5j1`: how a form names its entry; null when it is none. */
export function parseRef(text: string): DraftRef | null {
  const [whole, slot = '', rev = '', window = ''] = /^(\d{0,9})\.(\d{0,9})\.([\w-]{0,40})$/.exec(text) ?? []
  if (whole === undefined) return null
  return { slot: slot === '' ? null : Number(slot), rev: rev === '' ? null : Number(rev), window }
}

export const writeRef = ({ slot, rev, window }: DraftRef): string => `${slot ?? ''}.${rev ?? ''}.${window}`

/** Whether it is this entry, as the form last knew it. */
const goesOn = (entry: DraftEntry, { slot, rev, window }: DraftRef): boolean =>
  entry.slot === slot && (entry.rev === rev || (window !== '' && entry.window === window))

export const sameFields = (one: DraftFields, other: DraftFields): boolean =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

const sorted = (fields: DraftFields) => Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1))

type Saving = {
  readonly ref: DraftRef
  readonly fields: DraftFields
  readonly at: number
  /** Nothing worth keeping was left in the form. */
  readonly blank: boolean
  /** It was typed before the newest entry, so that one stays on top. */
  readonly older?: boolean
  readonly unsent?: string
}

/** Saves what a window holds: its own entry is replaced, another window's stays beside it. */
export function saveDraftEntry(drafts: Drafts, saving: Saving): { readonly drafts: Drafts; readonly ref: DraftRef } {
  const { ref, fields, at, blank, older = false, unsent } = saving
  const known = drafts.entries.find((entry) => goesOn(entry, ref))
  const late = ref.window !== '' && drafts.sent.includes(ref.window)
  const rest = drafts.entries.filter(
    (entry) => entry !== known && !(entry.at <= at && sameFields(entry.fields, fields)),
  )
  if (late) return { drafts, ref: { ...ref, slot: null, rev: null } }
  if (blank) return { drafts: { ...drafts, entries: rest }, ref: { ...ref, slot: null, rev: null } }

  const slot = known?.slot ?? drafts.next
  const rev = (known?.rev ?? 0) + 1
  const entry = { slot, rev, window: ref.window, at, fields, ...(unsent === undefined ? {} : { unsent }) }
  const entries = (older ? [...rest.slice(0, 1), entry, ...rest.slice(1)] : [entry, ...rest]).slice(0, MOST_ENTRIES)
  return {
    drafts: { ...drafts, next: Math.max(drafts.next, slot + 1), entries },
    ref: { slot, rev, window: ref.window },
  }
}

const plain = (text = ''): string => text.replace(/\s+/g, ' ').trim()

/** What is left once a form was sent with this text; other windows' entries stay, unless they hold nothing else. */
export function draftsAfterSending(drafts: Drafts, ref: DraftRef, body = ''): Drafts {
  const wasSent = ({ fields }: DraftEntry) => plain(body) !== '' && plain(fields.body?.[0]) === plain(body)
  const entries = drafts.entries.filter(
    (entry) => !goesOn(entry, ref) && (ref.window === '' || entry.window !== ref.window) && !wasSent(entry),
  )
  const sent = ref.window === '' ? drafts.sent : [ref.window, ...drafts.sent].slice(0, MOST_SENT)
  return { ...drafts, entries, sent }
}

/** Throws an entry away. */
export const withoutEntry = (drafts: Drafts, slot: number): Drafts => ({
  ...drafts,
  entries: drafts.entries.filter((entry) => entry.slot !== slot),
})

/** Puts an entry on top, so that the form shows it. */
export function withEntryFirst(drafts: Drafts, slot: number): Drafts {
  const chosen = drafts.entries.filter((entry) => entry.slot === slot)
  return { ...drafts, entries: [...chosen, ...drafts.entries.filter((entry) => entry.slot !== slot)] }
}
