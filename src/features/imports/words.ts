import type { Priority } from '#domain/priority.ts'
import type { Status, StatusKind, Workflow } from '#domain/status.ts'

/** What another system's word became; `exact` where the desk knows the very word. */
export type Translation<Target> = { readonly word: string; readonly target: Target; readonly exact: boolean }

const KINDS: readonly (readonly [StatusKind, RegExp])[] = [
  [
    'cancelled',
    /cancel|withdrawn|abandon|won'?t (do|fix)|wontfix|invalid|rejected|declined|duplicate|deleted|spam|storniert|verworfen/,
  ],
  ['hold', /hold|pending|await|waiting|wait for|paused|suspend|deferred|blocked|on ice|wartet|ausstehend|angehalten/],
  ['resolved', /resolved|solved|done|fixed|completed?|finished|answered|fulfilled|erledigt|gelöst|behoben/],
  ['closed', /closed|archived|geschlossen|abgeschlossen/],
  [
    'active',
    /progress|active|assigned|working|work in|started|investigat|doing|review|testing|escalated|under |accepted|acknowledged|in arbeit|in bearbeitung|selected|development|analysis/,
  ],
  [
    'open',
    /open|new|to ?do|backlog|created|unassigned|submitted|logged|registered|triage|received|neu|offen|not started/,
  ],
]

/** A final word that names its opposite: "not resolved", "reopened", "unsolved". */
const UNDONE = /^(re-?open|un(re)?solved|unresolved|not (yet )?(re)?solved)/

const RANKS: readonly (readonly [number, RegExp])[] = [
  [
    1,
    /^(critical|crit|urgent|blocker|emergency|highest|immediate|very high|showstopper|kritisch|dringend|sehr hoch|sofort)$/,
  ],
  [0.7, /^(high|major|important|hoch|wichtig)$/],
  [0.4, /^(medium|moderate|normal|average|standard|default|mittel)$/],
  [0.15, /^(low|minor|niedrig|gering)$/],
  [0, /^(lowest|trivial|planning|negligible|very low|none|sehr niedrig)$/],
]

/** By key or label, else the first status of the nearest kind; an unheard-of word starts where tickets start. */
export function statusFor(word: string | null, workflow: Workflow): Translation<Status> {
  const text = plain(word ?? '')
  const first = firstOf(workflow, (status) => status.kind === 'open')
  if (text === '') return { word: '', target: first, exact: true }

  const same = workflow.find((status) => plain(status.key) === text || plain(status.label) === text)
  if (same) return { word: word ?? '', target: same, exact: true }

  const kind = kindOf(text)
  return { word: word ?? '', target: kind ? nearest(workflow, kind) : first, exact: false }
}

/** By key or label, else by the rank that the word has in most systems; null for one that has none. */
export function priorityFor(word: string | null, priorities: readonly Priority[]): Translation<Priority> | null {
  const text = plain(word ?? '')
  const bare = text.replace(/^(p|prio|priority|sev|severity)? ?\d+ /, '')
  const same = priorities.find(({ key, label }) =>
    [plain(key), plain(label)].some((name) => name === text || name === bare),
  )
  if (same) return { word: word ?? '', target: same, exact: true }

  const rank = RANKS.find(([, names]) => names.test(bare))?.[0] ?? rankOfNumber(text)
  const target = rank === undefined ? undefined : priorities[Math.round(rank * (priorities.length - 1))]
  return target ? { word: word ?? '', target, exact: false } : null
}

/** One of the desk's own words, by key or label, else by its beginning: "Request" is a "Service Request". */
export function wordFor(word: string, words: readonly string[]): string | null {
  const text = plain(word)
  const same = words.find((candidate) => plain(candidate) === text)
  return same ?? words.find((candidate) => plain(candidate).split(' ').includes(text)) ?? null
}

/** "P1" and "1" are the most urgent in the systems that count. */
function rankOfNumber(text: string): number | undefined {
  const found = /^(p|prio|priority|sev|severity)? ?([0-5])$/.exec(text)
  if (!found) return undefined
  return [1, 1, 0.7, 0.4, 0.15, 0][Number(found[2])]
}

function kindOf(text: string): StatusKind | undefined {
  if (UNDONE.test(text)) return 'active'
  return KINDS.find(([, names]) => names.test(text))?.[0]
}

const FALLBACKS: Readonly<Record<StatusKind, readonly StatusKind[]>> = {
  open: ['open', 'active'],
  active: ['active', 'open'],
  hold: ['hold', 'active', 'open'],
  resolved: ['resolved', 'closed'],
  closed: ['closed', 'resolved'],
  cancelled: ['cancelled', 'closed', 'resolved'],
}

function nearest(workflow: Workflow, kind: StatusKind): Status {
  const near = FALLBACKS[kind].find((candidate) => workflow.some((status) => status.kind === candidate))
  return firstOf(workflow, (status) => status.kind === near)
}

function firstOf(workflow: Workflow, fits: (status: Status) => boolean): Status {
  const found = workflow.find(fits) ?? workflow[0]
  if (!found) throw new Error('A workflow without statuses was let through.')
  return found
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
