// A Freshservice of our own in a process of its own, run with tsx: fills an account, and changes tickets when told to.
import { openFreshservice } from '../../tests/support/freshservice.ts'

const HOUR = 3_600_000
const [, , count] = process.argv
const { account, url } = await openFreshservice({ now: () => Date.now() })
const iso = (at) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

account.addMany(Number(count), (index) => {
  const createdAt = Date.now() - (index % 1500) * HOUR - 2 * HOUR
  return {
    subject: `Ticket ${index}: the printer on floor ${index % 40} does not answer`,
    description_text: 'It began this morning. Restarting did not help, and neither did another cable. '.repeat(4),
    status: [2, 2, 3, 9][index % 4],
    priority: 1 + (index % 4),
    type: index % 3 === 0 ? 'Service Request' : 'Incident',
    requester_id: 901n,
    responder_id: index % 2 === 0 ? 501n : null,
    tags: index % 10 === 0 ? ['vpn'] : [],
    created_at: iso(createdAt),
    updated_at: iso(createdAt + HOUR),
    fr_due_by: iso(createdAt + 24 * HOUR),
    due_by: iso(createdAt + 96 * HOUR),
  }
})

const ids = [...account.tickets.keys()]
let round = 0
process.on('message', (changes) => {
  round += 1
  for (const id of ids.slice(0, changes))
    account.change(id, { subject: `Changed in round ${round}`, priority: 1 + (round % 4) })
  process.send?.({ changed: changes })
})
process.send?.({ url })
