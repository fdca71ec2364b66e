import { parseOffset, writeOffset, type Offset } from './offsets.ts'
import { foldName } from './text.ts'

/** An action item as a template holds it: due some time after the ticket is opened. */
export type PlannedAction = {
  readonly text: string
  readonly assigneeId: number | null
  readonly due: Offset | null
}

type Agent = { readonly id: number; readonly name: string }
export type ReadActions =
  { readonly ok: true; readonly actions: readonly PlannedAction[] } | { readonly ok: false; readonly problem: string }

export const LONGEST_ACTION = 300
export const MOST_ACTIONS = 100

/** Reads action items as they are typed, one a line: `Order the laptop | Ann Agent | 3d`; who and when may be left out. */
export function readActions(text: string, agents: readonly Agent[]): ReadActions {
  const lines = actionLines(text)
  if (lines.length > MOST_ACTIONS) return { ok: false, problem: `At most ${MOST_ACTIONS} items, one a line.` }
  const actions: PlannedAction[] = []
  for (const line of lines) {
    const [what = '', ...rest] = line.split('|').map((part) => part.trim())
    const problem = what === '' ? `“${line.slice(0, 60)}” says who or when, but not what.` : tooLong(what)
    const read = withDetails({ text: what, assigneeId: null, due: null }, rest, agents)
    if (problem !== null || typeof read === 'string') return { ok: false, problem: problem ?? (read as string) }
    actions.push(read)
  }
  return { ok: true, actions }
}

/** The items of a pasted list, without the marks in front of them. */
export const actionLines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+)?(?:\[[ xX]?\]\s+)?/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '')

export const tooLong = (text: string): string | null =>
  text.length > LONGEST_ACTION ? `Keep each item to ${LONGEST_ACTION} characters: “${text.slice(0, 40)}…”.` : null

function withDetails(
  action: PlannedAction,
  details: readonly string[],
  agents: readonly Agent[],
): PlannedAction | string {
  let read = action
  for (const detail of details.filter((part) => part !== '')) {
    const due = parseOffset(detail)
    const agent = agents.find(({ name }) => foldName(name) === foldName(detail))
    if (due === null && agent === undefined)
      return `“${detail.slice(0, 60)}” is neither somebody who works on tickets nor a time such as 3d or 4h.`
    read = due === null ? { ...read, assigneeId: agent?.id ?? null } : { ...read, due }
  }
  return read
}

/** The way back: what `readActions` reads as the same items. Who has left is left out. */
export const writeActions = (actions: readonly PlannedAction[], agents: readonly Agent[]): string =>
  actions
    .map(({ text, assigneeId, due }) => {
      const name = agents.find(({ id }) => id === assigneeId)?.name
      return [text, ...(name === undefined ? [] : [name]), ...(due === null ? [] : [writeOffset(due)])].join(' | ')
    })
    .join('\n')
