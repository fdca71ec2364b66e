// What the clients asked for, and what they were told became of it.

/**
 * Every act is written down before it is sent. `acked` is set by the answer that says it was kept; `at` counts the
 * answers, so that acts on one ticket have an order. An act that was never answered may be there whole or not at all.
 */
export function openLedger() {
  const acts = []
  let answers = 0
  return {
    acts,
    begin(act) {
      const entry = { ...act, acked: false, at: null }
      acts.push(entry)
      return entry
    },
    keep(entry, told = {}) {
      answers += 1
      Object.assign(entry, told, { acked: true, at: answers })
    },
  }
}

/** Acts on tickets that were acknowledged, by ticket and in order. */
export function byTicket(acts) {
  const tickets = new Map()
  for (const act of acts) {
    const id = act.ticketId
    if (id === undefined) continue
    const known = tickets.get(id) ?? []
    tickets.set(id, [...known, act])
  }
  return tickets
}
