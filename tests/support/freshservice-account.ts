import type { Clock } from '#lib/clock.ts'

/** Ids are whole numbers of any size, as the server writes them. */
export type FakeTicket = {
  id: bigint
  subject: string | null
  description: string
  description_text: string
  status: number | null
  priority: number
  type: string | null
  category: string | null
  sub_category: string | null
  item_category: string | null
  requester_id: bigint | null
  responder_id: bigint | null
  group_id: bigint | null
  workspace_id: bigint
  tags: readonly string[]
  created_at: string
  updated_at: string | null
  fr_due_by: string | null
  due_by: string | null
  deleted: boolean
  spam: boolean
  stats: Readonly<Record<string, unknown>>
}

export type FakePerson = {
  readonly id: bigint
  readonly first_name: string
  readonly last_name: string
  readonly email: string
}
export type FakeItem = { readonly id: bigint; readonly name: string }

export type FakeAccount = {
  readonly tickets: ReadonlyMap<bigint, FakeTicket>
  readonly agents: FakePerson[]
  readonly requesters: FakePerson[]
  readonly groups: FakeItem[]
  readonly workspaces: FakeItem[]
  readonly fields: { name: string; choices: unknown }[]
  readonly add: (fields?: Partial<FakeTicket>) => FakeTicket
  readonly addMany: (count: number, fields?: (index: number) => Partial<FakeTicket>) => void
  /** Changes a ticket now, as the server's clock says it. */
  readonly change: (id: bigint, fields: Partial<FakeTicket>) => void
  /** Takes a ticket away for good, which leaves no trace. */
  readonly destroy: (id: bigint) => void
  /** Newest first; the answer is kept until something changes, so that paging through thousands stays cheap. */
  readonly listed: (key: string, keep: (ticket: FakeTicket) => boolean) => readonly FakeTicket[]
}

const STATUSES = [
  { id: 2, value: 'Open' },
  { id: 3, value: 'Pending' },
  { id: 4, value: 'Resolved' },
  { id: 5, value: 'Closed' },
  { id: 9, value: 'Waiting on Customer' },
]

export const isoOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

export function fakeAccount(clock: Clock): FakeAccount {
  const tickets = new Map<bigint, FakeTicket>()
  let lists = new Map<string, readonly FakeTicket[]>()
  let last = 21_000_000_000n

  const add = (fields: Partial<FakeTicket> = {}) => {
    last += 1n
    const ticket = { ...blankTicket(last, isoOf(clock.now())), ...fields }
    tickets.set(ticket.id, ticket)
    lists = new Map()
    return ticket
  }

  return {
    tickets,
    agents: [{ id: 501n, first_name: 'Ada', last_name: 'Agent', email: 'ada@example.com' }],
    requesters: [{ id: 901n, first_name: 'Rita', last_name: 'Requester', email: 'rita@example.com' }],
    groups: [{ id: 71n, name: 'Service desk' }],
    workspaces: [{ id: 2n, name: 'IT' }],
    fields: [
      { name: 'status', choices: STATUSES },
      {
        name: 'priority',
        choices: ['Low', 'Medium', 'High', 'Urgent'].map((value, index) => ({ id: index + 1, value })),
      },
      {
        name: 'ticket_type',
        choices: [
          { id: 1, value: 'Incident' },
          { id: 2, value: 'Service Request' },
        ],
      },
    ],
    add,
    addMany: (count, fields = () => ({})) => {
      for (let index = 0; index < count; index += 1) add(fields(index))
    },
    change: (id, fields) => {
      const ticket = tickets.get(id)
      if (ticket) tickets.set(id, { ...ticket, updated_at: isoOf(clock.now()), ...fields })
      lists = new Map()
    },
    destroy: (id) => {
      tickets.delete(id)
      lists = new Map()
    },
    listed: (key, keep) => {
      const known = lists.get(key) ?? [...tickets.values()].filter(keep).sort(newestFirst)
      if (lists.size > 20) lists = new Map()
      lists.set(key, known)
      return known
    },
  }
}

const newestFirst = (one: FakeTicket, other: FakeTicket): number =>
  other.created_at.localeCompare(one.created_at) || (other.id > one.id ? 1 : -1)

const blankTicket = (id: bigint, now: string): FakeTicket => ({
  id,
  subject: `Ticket ${id}`,
  description: `<div>What happened in ${id}</div>`,
  description_text: `What happened in ${id}`,
  status: 2,
  priority: 2,
  type: 'Incident',
  category: null,
  sub_category: null,
  item_category: null,
  requester_id: 901n,
  responder_id: null,
  group_id: null,
  workspace_id: 2n,
  tags: [],
  created_at: now,
  updated_at: now,
  fr_due_by: null,
  due_by: null,
  deleted: false,
  spam: false,
  stats: {},
})
