import { z } from 'zod'
import { choicesOf, KNOWN_PRIORITIES, KNOWN_STATUSES } from '#domain/freshservice-lists.ts'
import type { Window } from '#domain/freshservice-paging.ts'
import type { RemoteChoice, RemotePerson } from '#domain/remote.ts'
import type { Choices } from '#features/sources/adapter.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import type { Connection } from './connection.ts'
import type { Answer } from './reply.ts'
import { namedItem, readPerson } from './payload.ts'

const MOST_PAGES = 100

export type Fields = {
  readonly statuses: readonly RemoteChoice[]
  readonly priorities: readonly RemoteChoice[]
  readonly types: readonly string[]
}

export const KNOWN_FIELDS: Fields = { statuses: KNOWN_STATUSES, priorities: KNOWN_PRIORITIES, types: [] }

const formFields = z
  .union([z.array(z.unknown()), z.looseObject({ ticket_fields: z.array(z.unknown()) })])
  .transform((body) => (Array.isArray(body) ? body : body.ticket_fields))

const formField = z.looseObject({ name: z.string(), choices: z.unknown() })

/** The lists of the ticket form; what the account does not list is what every account has. */
export async function readFields(connection: Connection, signal: AbortSignal): Promise<Fields> {
  const { body } = await connection.get({ path: '/ticket_form_fields', shape: formFields }, signal)
  const fields = body.map((raw) => formField.safeParse(raw).data)
  const named = (...names: readonly string[]) =>
    choicesOf(fields.find((field) => field && names.includes(field.name))?.choices)
  const orKnown = (found: readonly RemoteChoice[], known: readonly RemoteChoice[]) => (found.length > 0 ? found : known)
  return {
    statuses: orKnown(named('status'), KNOWN_STATUSES),
    priorities: orKnown(named('priority'), KNOWN_PRIORITIES),
    types: named('ticket_type', 'type').map(({ id, name }) => name ?? id),
  }
}

export async function readAgents(
  connection: Connection,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RemotePerson>> {
  const agents = (await readAll(connection, 'agents', signal)).map((raw) => readPerson(raw, true))
  return new Map(agents.flatMap((agent) => (agent ? [[agent.externalId, agent]] : [])))
}

export async function readNamed(
  connection: Connection,
  list: 'groups' | 'workspaces',
  signal: AbortSignal,
): Promise<readonly RemoteChoice[]> {
  const items = await readAll(connection, list, signal)
  return items.flatMap((raw) => namedItem.safeParse(raw).data ?? []).map(({ id, name }) => ({ id, name }))
}

/** Every item of a list that is paged like all of them, under the list's own name. */
async function readAll(connection: Connection, list: string, signal: AbortSignal): Promise<readonly unknown[]> {
  const shape = z.looseObject({ [list]: z.array(z.unknown()) }).transform((body) => body[list] ?? [])
  const items: unknown[] = []
  let window: Window | null = { page: 1, perPage: 100 }
  for (let pages = 0; window && pages < MOST_PAGES; pages += 1) {
    const answer: Answer<readonly unknown[]> = await connection.get({ path: `/${list}`, window, shape }, signal)
    items.push(...answer.body)
    window = answer.body.length > 0 ? answer.next : null
  }
  return items
}

/** Everything for the mapping table; a list that the key may not read is empty, or what every account has. */
export async function readChoices(connection: Connection, signal: AbortSignal): Promise<Choices> {
  const fields = await orIfRefused(readFields(connection, signal), KNOWN_FIELDS)
  const groups = await orIfRefused(readNamed(connection, 'groups', signal), [])
  const workspaces = await orIfRefused(readNamed(connection, 'workspaces', signal), [])
  return { ...fields, groups, workspaces }
}

async function orIfRefused<Value>(asked: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof SourceFailure && isRefused(error)) return otherwise
    throw error
  }
}

/** A list that is not for this key, or that this account does not have. */
export const isRefused = ({ kind }: SourceFailure): boolean => kind === 'forbidden' || kind === 'not-found'
