import type { Role } from './access.ts'

/** One thing a system update reports; values are the words shown at the time, not keys. */
export type Change = {
  readonly field: string
  readonly from: string | null
  readonly to: string | null
  /** What a custom field was called, and the least of the roles that may hear of it. */
  readonly label?: string
  readonly visibleTo?: Role
  /** The other ticket it speaks of; who may not see that one hears nothing of it. */
  readonly about?: number
}

/** A piece of a sentence; what is strong is a value, and text of people: escape it. */
export type Part = { readonly text: string; readonly strong: boolean }

export type Sentence = { readonly text: string; readonly parts: readonly Part[] }

type Teller = (change: Change) => readonly Part[]

const plain = (text: string): Part => ({ text, strong: false })
const strong = (text: string): Part => ({ text, strong: true })

/** For what a ticket has several of: one goes, another comes. */
const listed =
  (adding: string, removing: string): Teller =>
  ({ from, to }) =>
    to === null ? [plain(`${removing} `), strong(from ?? '')] : [plain(`${adding} `), strong(to)]

/** For what is too long to quote. */
const rewritten =
  (noun: string): Teller =>
  ({ from, to }) => [plain(`${to === null ? 'removed' : from === null ? 'added' : 'changed'} the ${noun}`)]

const single =
  (noun: string): Teller =>
  ({ from, to }) => {
    if (to === null) return [plain(`removed ${noun} `), strong(from ?? '')]
    return from === null
      ? [plain(`set ${noun} to `), strong(to)]
      : [plain(`changed ${noun} from ${from} to `), strong(to)]
  }

const assignment: Teller = ({ from, to }) => {
  if (to === null) return [plain('released it'), ...(from === null ? [] : [plain(' from '), strong(from)])]
  return [plain('assigned it to '), strong(to)]
}

const TELLERS: ReadonlyMap<string, Teller> = new Map(
  Object.entries<Teller>({
    created: ({ from }) =>
      from === null ? [plain('opened this ticket')] : [plain('opened this ticket from the schedule '), strong(from)],
    missedRuns: ({ to }) => [
      plain(`left out ${to === '1' ? '1 earlier run' : `${to ?? ''} earlier runs`}, missed while nothing ran`),
    ],
    action: ({ from, to }) =>
      from === null || to === null
        ? listed('added action', 'removed action')({ field: 'action', from, to })
        : [plain(`renamed action ${from} to `), strong(to)],
    actions: ({ to }) => [plain('added '), strong(`${to ?? ''} action items`)],
    actionDone: listed('ticked off', 'took the tick from'),
    actionAssignee: ({ from, to }) =>
      to === null
        ? [plain('took action '), strong(from ?? ''), plain(' from its assignee')]
        : [plain('gave action '), strong(from ?? ''), plain(` to ${to}`)],
    actionDue: ({ to }) => [plain('changed when action '), strong(to ?? ''), plain(' is due')],
    assignmentAsked: () => [plain('asked to be given this ticket')],
    assignmentWithdrawn: () => [plain('took back the request for this ticket')],
    assignmentApproved: ({ to }) => [plain('approved the request of '), strong(to ?? '')],
    assignmentDeclined: ({ to }) => [plain('declined the request of '), strong(to ?? '')],
    reAged: () => [plain('let the age count anew')],
    assignee: assignment,
    tag: listed('added tag', 'removed tag'),
    link: listed('added link', 'removed link'),
    watcher: listed('added watcher', 'removed watcher'),
    attachment: listed('attached', 'removed attachment'),
    asset: listed('linked asset', 'unlinked asset'),
    ticket: listed('linked ticket', 'unlinked ticket'),
    bulk: (change) => [plain(inBulk(change).trim())],
    archived: ({ to }) => (to === null ? [plain('brought it back')] : [plain('archived it: '), strong(to)]),
    merged: ({ from, to }) =>
      to === null
        ? [plain('merged '), strong(from ?? ''), plain(' into this ticket')]
        : [plain('merged this ticket into '), strong(to)],
    split: ({ from, to }) =>
      to === null ? [plain('split this ticket from '), strong(from ?? '')] : [plain('split off '), strong(to)],
    snoozed: ({ from, to }) =>
      to === null
        ? [plain(from === null ? 'woke it up' : `woke it up: ${from}`)]
        : [plain('snoozed it until '), strong(to)],
    relation: ({ from, to }) =>
      to === null ? [plain('took back that it '), strong(from ?? '')] : [plain('noted that it '), strong(to)],
    unmerged: ({ from, to }) =>
      to === null
        ? [plain('took '), strong(from ?? ''), plain(' out of this ticket again')]
        : [plain('took this ticket out of '), strong(to), plain(' again')],
    unsplit: ({ from }) => [plain('took back the split of '), strong(from ?? '')],
    holdReason: ({ from, to }) =>
      from === null
        ? [plain('put it on hold: '), strong(to ?? 'no reason given')]
        : [plain(`changed the reason for the hold from ${from} to `), strong(to ?? 'none')],
    description: rewritten('description'),
    notes: rewritten('notes'),
    dueAt: single('due date'),
    firstResponse: single('first response'),
    projectJob: single('job number'),
  }),
)

/** `changed priority from High to Critical`: what comes after the author's name. */
export const describeChange = (change: Change): Sentence => sentence(tell(change))

/** All changes of one update in one sentence; empty if nothing of note changed. */
export function describeChanges(changes: readonly Change[]): Sentence {
  const bulk = changes.find(isBulk)
  const told = merged(changes.filter((change) => !isBulk(change))).map(tell)
  const parts = told.flatMap((one, index) => (index === 0 ? one : [plain(glue(index, told.length)), ...one]))
  return sentence(bulk ? [...parts, plain(inBulk(bulk))] : parts)
}

/** What changes would do, before they do it: `change priority from High to Critical`, to stand after "will". */
export function foretellChanges(changes: readonly Change[]): string {
  const told = merged(changes.filter((change) => !isBulk(change))).map((change) => sentence(tell(change)).text)
  return told.map((text, index) => (index === 0 ? '' : glue(index, told.length)) + ahead(text)).join('')
}

// What can be foretold is what many tickets can be told to do at once: these verbs, and those that only lose their -ed.
const AHEAD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    changed: 'change',
    removed: 'remove',
    released: 'release',
    snoozed: 'snooze',
    set: 'set',
    put: 'put',
  }),
)

function ahead(text: string): string {
  const [verb = '', ...rest] = text.split(' ')
  return [AHEAD.get(verb) ?? verb.replace(/ed$/, ''), ...rest].join(' ')
}

/** That something happened to many tickets at once; `from` instead of `to` when it was taken back. */
export const bulkChange = (count: number, way: 'done' | 'taken back'): Change => {
  const words = `${count.toLocaleString('en')} ticket${count === 1 ? '' : 's'}`
  return way === 'done' ? { field: 'bulk', from: null, to: words } : { field: 'bulk', from: words, to: null }
}

const isBulk = ({ field }: Change): boolean => field === 'bulk'

const inBulk = ({ from, to }: Change): string =>
  to === null ? `, taking back a change of ${from ?? ''}` : ` in a change of ${to}`

/** Going on hold is told once, by its reason; the reason of a hold that ends goes without saying. */
function merged(changes: readonly Change[]): readonly Change[] {
  const held = changes.some(({ field, from, to }) => field === 'holdReason' && from === null && to !== null)
  return changes.filter(({ field, to }) => (field === 'status' ? !held : field !== 'holdReason' || to !== null))
}

function tell(change: Change): readonly Part[] {
  if (change.label !== undefined) return single(change.label)(change)
  return (TELLERS.get(change.field) ?? single(spaced(change.field)))(change)
}

const glue = (index: number, count: number): string => (index === count - 1 ? ' and ' : ', ')

const sentence = (parts: readonly Part[]): Sentence => ({ text: parts.map((part) => part.text).join(''), parts })

/** `dueAt` and `due_at` → `due at`. Names with blanks, as custom fields have, stay as they were typed. */
const spaced = (field: string): string =>
  /\s/.test(field)
    ? field
    : field
        .replace(/_/g, ' ')
        .replace(/([a-z])([A-Z])/g, (_all, low: string, up: string) => `${low} ${up.toLowerCase()}`)
