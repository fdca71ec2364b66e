import { isForStaff } from '#domain/search/operators.ts'
import { forStaff, unknownOperator, unreadValue } from '#domain/search/hints.ts'
import type { Operator, Value } from '#domain/search/terms.ts'
import { fieldName } from '#domain/fields.ts'
import { allOf, anyOf, noneOf, NOTHING, type Ask, type Clause } from './clause.ts'
import { personIn, watcher } from './people.ts'
import { placeIn, source, tag, wordIn } from './places.ts'
import { is, priority, section, stage, status } from './states.ts'
import { custom, has, instantIn } from './things.ts'

type Reads = (value: Value, ask: Ask) => Clause | null

const READS: Readonly<Record<string, Reads>> = {
  status,
  is,
  priority,
  assignee: personIn('assigneeId'),
  requester: personIn('requesterId'),
  watcher,
  tag,
  site: placeIn('Site', 'siteId'),
  project: placeIn('Project', 'projectId'),
  source,
  type: wordIn('type', ({ config }) => config.types),
  category: wordIn('category', ({ config }) => config.categories),
  component: wordIn('component', ({ config }) => config.components),
  job: wordIn('jobNumber', () => []),
  section,
  stage,
  created: instantIn('createdAt'),
  updated: instantIn('updatedAt'),
  due: instantIn('dueAt'),
  resolved: instantIn('resolvedAt'),
  closed: instantIn('closedAt'),
  has,
}

/** What an operator asks for; null, with a hint, when it cannot be read and is to be searched as words. */
export function readOperator(term: Operator, ask: Ask): Clause | null {
  const read = readsOf(term, ask)
  if (read === null) return unread(term, ask)
  if (term.values.length === 0) return (ask.hint(unreadValue(term, '')), null)
  // Whatever is asked, and however it is turned: the answer would tell.
  if (ask.actor.role === 'client' && term.values.some(({ text }) => isForStaff(term.name, text.toLowerCase())))
    return (ask.hint(forStaff(term)), NOTHING)

  const clauses = term.values.map((value) => ({ not: value.not, text: value.text, clause: read(value, ask) }))
  const bad = clauses.find(({ clause }) => clause === null)
  if (bad) return (ask.hint(unreadValue(term, bad.text, knownOf(term.name, ask))), null)
  const side = (not: boolean) => clauses.flatMap((one) => (one.not === not && one.clause ? [one.clause] : []))
  const [some, none] = [side(false), side(true)]
  const whole = allOf([...(some.length === 0 ? [] : [anyOf(some)]), ...none.map(noneOf)])
  return term.not ? noneOf(whole) : whole
}

function readsOf({ name }: Operator, ask: Ask): Reads | null {
  if (Object.hasOwn(READS, name)) return READS[name] ?? null
  if (!ask.fields.some((field) => fieldName(field) === name)) return null
  return (value) => custom(name, value, ask)
}

function unread(term: Operator, ask: Ask): null {
  // `Re:` and the like are no operators that somebody got wrong.
  if (term.values.length > 0) ask.hint(unknownOperator(term))
  return null
}

function knownOf(name: string, { config, fields }: Ask): readonly string[] {
  if (name === 'status') return config.workflow.map(({ key }) => key)
  if (name === 'priority') return config.priorities.map(({ key }) => key)
  return fields.find((field) => fieldName(field) === name)?.options ?? []
}
